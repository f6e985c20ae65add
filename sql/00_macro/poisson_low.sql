-- Lower end of the exact 95% interval of a count of events: the mean at which so many or more come up once in forty.
-- Rule: half the 2.5% point of chi-squared with 2x degrees of freedom; 0 for no events (domain rules 2.1, Garwood).
-- DuckDB has no chi-squared: Newton's steps on the Poisson tail, which bends one way from the count to the limit, are
-- exact to far beyond a millionth after twelve. Divide by pupils for a rate.
create or replace macro poisson_low(events) as
case
    when events = 0 then 0.0
    else list_reduce(
        range(12)::double[],
        lambda mean, step: mean - (0.975 - poisson_cdf(events - 1, mean)) / poisson_pmf(events - 1, mean),
        (events - 1)::double
    )
end
