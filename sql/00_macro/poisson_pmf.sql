-- Probability of exactly k events where e are expected, for the exact limits of counts. Source: domain rules 2.1 (Poisson).
create or replace macro poisson_pmf(k, e) as
case when e = 0 then if(k = 0, 1.0, 0.0) else exp(k * ln(e) - e - lgamma(k + 1)) end
