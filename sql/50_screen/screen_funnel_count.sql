-- Grain: one row per row of screen_funnel_span of a rate of counts. Between which values does chance alone keep a
-- school of that size?
-- Inputs: screen_funnel_span. Always a view: it is asked for one period.
-- Rules: those of screen_funnel; the limits are the last counts that are still within, so that their lines go in steps.
with

expected as (
    select *, size * national / per as mean,
    from screen_funnel_span
    where significance = 'poisson'
),

counted as (
    select *, unnest(range(cast(ceil(mean + 8 * sqrt(mean) + 20) as bigint))) as events,
    from expected
),

summed as (
    select
        *,
        sum(poisson_pmf(events, mean)) over (
            partition by indicator, pupil_group, phase, period, size order by events
        ) as cdf,
    from counted
)

select
    indicator,
    pupil_group,
    phase,
    period,
    size,
    any_value(national) as national,
    any_value(per) / size * min(events) filter (where cdf > 0.025) as low95,
    any_value(per) / size * min(events) filter (where 1 - cdf < 0.025) as high95,
    any_value(per) / size * min(events) filter (where cdf > 0.001) as low998,
    any_value(per) / size * min(events) filter (where 1 - cdf < 0.001) as high998,
from summed
group by indicator, pupil_group, phase, period, size
