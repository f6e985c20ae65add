-- Grain: one row per indicator, pupil group, phase, period and cohort of a grid of forty from the smallest school to
-- the largest. Between which values does chance alone keep a school of that size?
-- Inputs: comparison, indicator. Always a view: it is asked for one period.
-- Rules: those of screen_funnel; of counts the last count that is still within, so that those lines go in steps.
with

spanned as (
    select
        c.indicator,
        c.pupil_group,
        c.phase,
        c.period,
        any_value(c.national) as national,
        min(if(i.kind = 'rate', c.denominator, c.cohort)) as smallest,
        max(if(i.kind = 'rate', c.denominator, c.cohort)) as largest,
        any_value(i.significance) as significance,
        any_value(i.pupil_sd) as pupil_sd,
        any_value(i.kind) as kind,
        any_value(if(i.unit = 'rate per 1000', 1000, 100)) as per,
    from comparison as c
    inner join indicator as i using (indicator)
    where
        c.value is not null
        and if(i.kind = 'rate', c.denominator, c.cohort) >= i.min_cohort
        and (i.significance in ('z_proportion', 'z_mean') or (i.kind = 'rate' and starts_with(i.unit, 'rate per ')))
    group by c.indicator, c.pupil_group, c.phase, c.period
),

grid as (
    select distinct
        *,
        round(smallest + (largest - smallest) * unnest(range(40)) / 39.0) as size,
    from spanned
    where national is not null
),

counted as (
    select
        *,
        unnest(range(cast(ceil(size * national / per + 8 * sqrt(size * national / per) + 20) as bigint))) as events,
    from grid
    where kind = 'rate'
),

summed as (
    select
        *,
        sum(poisson_pmf(events, size * national / per)) over (
            partition by indicator, pupil_group, phase, period, size order by events
        ) as cdf,
    from counted
),

exact as (
    select
        indicator,
        pupil_group,
        phase,
        period,
        size,
        min(events) filter (where cdf > 0.025) as low95,
        min(events) filter (where 1 - cdf < 0.025) as high95,
        min(events) filter (where cdf > 0.001) as low998,
        min(events) filter (where 1 - cdf < 0.001) as high998,
    from summed
    group by indicator, pupil_group, phase, period, size
)

select
    g.indicator,
    g.pupil_group,
    g.phase,
    g.period,
    g.size,
    g.national,
    case g.significance
        when 'z_proportion' then 100 * limit_proportion(g.national / 100, g.size, -1.96)
        when 'z_mean' then limit_mean(g.national, g.pupil_sd, g.size, -1.96)
        else e.low95 * g.per / g.size
    end as low95,
    case g.significance
        when 'z_proportion' then 100 * limit_proportion(g.national / 100, g.size, 1.96)
        when 'z_mean' then limit_mean(g.national, g.pupil_sd, g.size, 1.96)
        else e.high95 * g.per / g.size
    end as high95,
    case g.significance
        when 'z_proportion' then 100 * limit_proportion(g.national / 100, g.size, -3.09)
        when 'z_mean' then limit_mean(g.national, g.pupil_sd, g.size, -3.09)
        else e.low998 * g.per / g.size
    end as low998,
    case g.significance
        when 'z_proportion' then 100 * limit_proportion(g.national / 100, g.size, 3.09)
        when 'z_mean' then limit_mean(g.national, g.pupil_sd, g.size, 3.09)
        else e.high998 * g.per / g.size
    end as high998,
from grid as g
left join exact as e using (indicator, pupil_group, phase, period, size)
