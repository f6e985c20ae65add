-- Control limit around a national share p (0-1) for a cohort of n: p plus z standard errors, kept within 0 and 1.
-- z below 0 gives the lower limit. It is the test of z_prop turned round: a share beyond the limit at z = 1.96 is one
-- whose z_prop is beyond 1.96. NULL without a share or pupils. Source: domain rules 2.1; Spiegelhalter, Funnel plots
-- for comparing institutions (2005).
create or replace macro limit_proportion(p, n, z) as
case when p is not null and n > 0 then least(1, greatest(0, p + z * sqrt(p * (1 - p) / n))) end
