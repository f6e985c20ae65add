-- Control limit around a national mean m for a cohort of n, given the spread sd of pupils' scores: the test of z_mean
-- turned round. z below 0 gives the lower limit. Source: domain rules 2.1.
create or replace macro limit_mean(m, sd, n, z) as
m + z * sd / sqrt(nullif(n, 0))
