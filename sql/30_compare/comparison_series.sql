-- Grain: one row per URN, indicator, pupil group, phase and period of its series: its own figures, and before them
-- those of the URNs it grew from in a plain chain (an academy's of the school it replaced).
-- Inputs: comparison_value, school_chain. valid_no counts the valid figures of the era up to and including the row.
with

chain as (
    select now.urn as series_urn, was.urn, now.step - was.step as steps_back,
    from school_chain as now
    inner join school_chain as was on was.school_id = now.school_id and was.step <= now.step
    union all
    select distinct
        urn as series_urn,
        urn as own_urn,
        0 as steps_back,
    from comparison_value
    anti join school_chain using (urn)
),

member as (
    select c.series_urn, c.steps_back, v.*,
    from comparison_value as v
    inner join chain as c using (urn)
    qualify
        row_number() over (
            partition by c.series_urn, v.indicator, v.pupil_group, v.phase, v.period order by c.steps_back
        ) = 1
)

select
    series_urn,
    urn,
    indicator,
    pupil_group,
    phase,
    period,
    start,
    era,
    gaps_before,
    valid,
    kind,
    per,
    has_others,
    polarity,
    test,
    trend_step,
    value,
    national,
    numerator,
    denominator,
    cohort,
    count(*) filter (where valid) over (
        partition by series_urn, indicator, pupil_group, phase, era order by start
    ) as valid_no,
from member
where series_urn in (select urn, from comparison_value)
