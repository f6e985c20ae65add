-- Upper end of the Wilson 95% interval of a proportion p (0-1) of n pupils; 1.9208 is 1.96 squared over two.
create or replace macro wilson_hi(p, n) as
least(
    1,
    ((p + 1.9208 / nullif(n, 0)) + 1.96 * sqrt(p * (1 - p) / nullif(n, 0) + 0.9604 / nullif(n * n, 0)))
    / (1 + 3.8416 / nullif(n, 0))
)
