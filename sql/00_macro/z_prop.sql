-- Standard distance of a proportion p (0-1, n pupils) from a national proportion pn (0-1).
-- Rule: normal test of one proportion, |z| >= 1.96 is significant at 95%. Source: domain rules 2.1.
create or replace macro z_prop(p, pn, n) as
(p - pn) / nullif(sqrt(pn * (1 - pn) / nullif(n, 0)), 0)
