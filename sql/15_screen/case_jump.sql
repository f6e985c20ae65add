-- Grain: one school whose figure moved far more on the year before than others' did.
-- Inputs: screened_figure, indicator, screening_limit.
-- Rule: beyond the median change by more than so many median absolute deviations of all the file's schools, and by more
-- than so many of the indicator's own steps. Small cohorts jump by chance and are left out; a changed definition is no
-- jump. Listed always; a reason is asked for when more than the usual share of schools jumped.
with

change as (
    select
        f.*,
        f.value - f.value_before as moved,
        coalesce(i.trend_step, 0) as step,
        i.min_cohort,
    from screened_figure as f
    inner join indicator as i using (indicator)
    where
        f.pupil_group = 'all'
        and f.comparable
        and i.kind <> 'context'
        and f.value is not null
        and f.value_before is not null
        and coalesce(f.denominator >= i.min_cohort, true)
),

spread as (
    select
        extract_id,
        indicator,
        count(*) as schools,
        median(moved) as usual,
        mad(moved) as deviation,
    from change
    group by extract_id, indicator
),

set_limit as (
    select
        max(value) filter (where name = 'jump_mads') as mads,
        max(value) filter (where name = 'jump_steps') as steps,
        max(value) filter (where name = 'jump_figures') as figures,
        max(value) filter (where name = 'jump_share') as share,
    from screening_limit
),

judged as (
    select
        c.*,
        s.usual,
        abs(c.moved - s.usual) / nullif(greatest(l.mads * s.deviation, l.steps * c.step), 0) as times,
        coalesce(times > 1, false) as jumped,
        l.share,
    from change as c
    inner join spread as s using (extract_id, indicator)
    cross join set_limit as l
    where c.of_interest and s.schools >= l.figures
),

shared as (
    select
        *,
        100.0 * count(*) filter (where jumped) over (partition by extract_id, indicator)
        / count(*) over (partition by extract_id, indicator) as jumping,
    from judged
)

select
    extract_id,
    case when jumping > share then 'WARNING' else 'NOTE' end as level,
    times as weight,
    source_row,
    urn,
    period,
    indicator as place,
    format('{:g}', value) as found,
    format('{:g}', value_before) as expected,
    format('URN {}: {} {:g}, {:g} a year before', urn, indicator, value, value_before) as note,
from shared
where jumped
