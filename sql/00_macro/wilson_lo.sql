-- Lower end of the Wilson 95% interval of a proportion p (0-1) of n pupils; 1.9208 is 1.96 squared over two.
-- NULL without a proportion or pupils.
create or replace macro wilson_lo(p, n) as
case
    when p is not null and n > 0
        then greatest(0, (p + 1.9208 / n - 1.96 * sqrt(p * (1 - p) / n + 0.9604 / (n * n))) / (1 + 3.8416 / n))
end
