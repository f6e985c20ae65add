-- Probability of k events or fewer where e are expected; 0 for k below 0. NULL for NULL.
-- A count of k is above the 95% limit where 1 - poisson_cdf(k - 1, e) <= 0.025, below it where poisson_cdf(k, e) <= 0.025:
-- then the exact interval of the count leaves out what was expected. Source: domain rules 2.1.
create or replace macro poisson_cdf(k, e) as
case
    when k < 0 then e * 0.0
    else list_sum(list_transform(range(cast(k as bigint) + 1), lambda i: poisson_pmf(i, e)))
end
