-- Standard distance of a mean m (n pupils) from a national mean mn, given the spread sd of pupils' scores.
-- Source: domain rules 2.1.
create or replace macro z_mean(m, mn, sd, n) as
(m - mn) / nullif(sd / sqrt(nullif(n, 0)), 0)
