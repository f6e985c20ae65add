-- Grain: one row per listed school, indicator and pupil group that a council return gives for a term or a day, which
-- `comparison` leaves out. What is the newest figure, what stood a year and two before, and how does it stand here?
-- Inputs: school, observation, staged_extract, indicator.
-- Rule: the newest return counts, even where it gives no figure; a school's own URN wins over its predecessor's. A year
-- before is ten to fourteen months, so that a term meets the same term and visits need not fall on the same day. `la`
-- is the mean of the newest figures of the area's schools of the phase; local_percentile is 0 for the best of them and
-- 100 for the worst; la_quartile 4 holds the worst quarter. Columns as in latest_result.
with

returned as (
    select
        s.urn as listed_urn,
        s.school_id,
        s.compare_phase as phase,
        o.* exclude (school_id, phase, la_code, is_best, derived_from),
        i.polarity,
        period_last_day(o.period) as period_end,
    from observation as o
    inner join school as s using (school_id)
    inner join indicator as i using (indicator)
    where
        o.release_status = 'management'
        and o.is_best
        and s.listed
        and (o.period like '____-__-__' or o.period like '____/__ %')
    qualify
        row_number() over (
            partition by s.urn, o.indicator, o.pupil_group, o.period order by o.urn = s.urn desc, o.urn
        ) = 1
),

newest as (
    select *,
    from returned
    qualify row_number() over (partition by listed_urn, indicator, pupil_group order by period_end desc) = 1
),

placed as (
    select
        *,
        avg(value) over of_area as la,
        count(value) over of_area as la_of,
        case
            when value is not null
                then
                    100 * percent_rank() over (
                        partition by indicator, pupil_group, phase, value is not null order by value * polarity desc
                    )
        end as local_percentile,
    from newest
    window of_area as (partition by indicator, pupil_group, phase)
),

dated as (
    select
        n.listed_urn,
        n.indicator,
        n.pupil_group,
        b.period,
        b.value,
        b.numerator,
        case
            when b.period_end between n.period_end - to_months(14) and n.period_end - to_months(10) then 1
            when b.period_end between n.period_end - to_months(26) and n.period_end - to_months(22) then 2
        end as years,
        b.period_end,
    from newest as n
    inner join returned as b using (listed_urn, indicator, pupil_group)
    where b.value is not null
),

before as (
    select
        listed_urn,
        indicator,
        pupil_group,
        arg_max(period, period_end) filter (where years = 1) as before_period,
        arg_max(value, period_end) filter (where years = 1) as before_value,
        arg_max(numerator, period_end) filter (where years = 1) as before_numerator,
        arg_max(period, period_end) filter (where years = 2) as earlier_period,
        arg_max(value, period_end) filter (where years = 2) as earlier_value,
    from dated
    where years is not null
    group by listed_urn, indicator, pupil_group
)

select
    p.listed_urn as urn,
    p.school_id,
    p.urn as published_urn,
    p.phase,
    p.indicator,
    p.pupil_group,
    p.period,
    p.period_end,
    p.value,
    p.numerator,
    p.denominator,
    p.status,
    p.raw,
    p.la,
    p.la_of::integer as la_of,
    case when p.value is not null then 1 + least(3, greatest(0, ceil(p.local_percentile / 25) - 1)) end::integer
        as la_quartile,
    p.local_percentile,
    b.before_period,
    b.before_value,
    b.before_numerator,
    b.earlier_period,
    b.earlier_value,
    p.extract_id,
from placed as p
left join before as b using (listed_urn, indicator, pupil_group)
