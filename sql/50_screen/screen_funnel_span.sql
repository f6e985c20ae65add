-- Grain: one row per indicator, pupil group, phase, period and cohort of a grid of forty from the smallest school to
-- the largest that can be placed. For which cohorts are limits wanted, and around what?
-- Inputs: comparison, indicator. Always a view: it is asked for one period. Rules: those of screen_funnel.
with

spanned as (
    select
        c.indicator,
        c.pupil_group,
        c.phase,
        c.period,
        any_value(c.national) as national,
        min(if(i.significance = 'poisson', c.denominator, c.cohort)) as smallest,
        max(if(i.significance = 'poisson', c.denominator, c.cohort)) as largest,
        any_value(i.significance) as significance,
        any_value(i.pupil_sd) as pupil_sd,
        any_value(if(i.unit = 'rate per 1000', 1000, 100)) as per,
    from comparison as c
    inner join indicator as i using (indicator)
    where
        c.value is not null
        and c.national is not null
        and if(i.significance = 'poisson', c.denominator, c.cohort) >= i.min_cohort
        and i.significance in ('z_proportion', 'z_mean', 'poisson')
    group by c.indicator, c.pupil_group, c.phase, c.period
)

select distinct
    * exclude (smallest, largest),
    round(smallest + (largest - smallest) * unnest(range(40)) / 39.0) as size,
from spanned
