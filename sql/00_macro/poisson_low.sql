-- Lower end of the exact 95% interval of a count of events: the mean at which so many or more come up once in forty.
-- Rule: half the 2.5% point of chi-squared with 2x degrees of freedom; 0 for no events (domain rules 2.1, Garwood).
-- DuckDB has no chi-squared: Newton's steps on the Poisson tail, from Wilson and Hilferty's approximation, are exact to
-- far beyond a millionth after five. Divide by pupils for a rate.
create or replace macro poisson_low(events) as
case
    when events = 0 then 0.0
    else list_reduce(
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]::double[],
        lambda mean, step:
        mean - (
            list_sum(
                list_transform(
                    range(events::bigint, events::bigint + 40 + (10 * sqrt(events))::bigint),
                    lambda k: exp(k * ln(mean) - mean - lgamma(k + 1))
                )
            ) - 0.025
        ) / exp((events - 1) * ln(mean) - mean - lgamma(events)),
        (events * pow(1 - 1 / (9 * events) - 1.959964 / (3 * sqrt(events)), 3))::double
    )
end
