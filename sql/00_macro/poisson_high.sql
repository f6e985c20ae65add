-- Upper end of the exact 95% interval of a count of events: the mean at which so few or fewer come up once in forty.
-- Rule: half the 97.5% point of chi-squared with 2x + 2 degrees of freedom; worked out as poisson_low is.
create or replace macro poisson_high(events) as
list_reduce(
    range(12)::double[],
    lambda mean, step: mean + (poisson_cdf(events, mean) - 0.025) / poisson_pmf(events, mean),
    events::double
)
