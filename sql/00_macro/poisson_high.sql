-- Upper end of the exact 95% interval of a count of events: the mean at which so few or fewer come up once in forty.
-- Rule: half the 97.5% point of chi-squared with 2x + 2 degrees of freedom; worked out as poisson_low is.
create or replace macro poisson_high(events) as
list_reduce(
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]::double[],
    lambda mean, step:
    mean + (
        list_sum(
            list_transform(
                range(greatest(0, events::bigint - 40 - (10 * sqrt(events))::bigint), events::bigint + 1),
                lambda k: exp(k * ln(mean) - mean - lgamma(k + 1))
            )
        ) - 0.025
    ) / exp(events * ln(mean) - mean - lgamma(events + 1)),
    ((events + 1) * pow(1 - 1 / (9 * (events + 1)) + 1.959964 / (3 * sqrt(events + 1)), 3))::double
)
