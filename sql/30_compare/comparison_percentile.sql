-- Grain: one row per school of the home council, indicator, pupil group and period that has a national place.
-- Inputs: observation (every school loaded), school, indicator, staged_extract, setting.
-- Rules: only within one source that covers England (one layout and release status holding 140 councils or more), so
-- that rounding and coverage are the same for all; state-funded schools of the same phase; 1 is best, 100 worst:
-- the share of schools that do better, rounded up. Source: domain rules 2.1 (quintile).
with

home as (
    select value as la_code from setting where key = 'home_la'
),

sourced as (
    select
        o.urn,
        o.la_code,
        o.phase,
        o.indicator,
        o.pupil_group,
        o.period,
        e.layout,
        o.release_status,
        e.precedence,
        o.value * i.polarity as quality,
        o.extract_id,
    from observation as o
    inner join indicator as i using (indicator)
    inner join staged_extract as e using (extract_id)
    semi join (select urn from school where state_funded) as funded using (urn)
    where o.value is not null and i.polarity <> 0
),

held as (
    select indicator, pupil_group, period, layout, release_status, la_code, max(precedence) as precedence
    from sourced
    group by indicator, pupil_group, period, layout, release_status, la_code
),

national_source as (
    select indicator, pupil_group, period, layout, release_status
    from held
    group by indicator, pupil_group, period, layout, release_status
    having count(*) >= 140
    qualify
        row_number() over (
            partition by indicator, pupil_group, period
            order by release_rank(release_status) desc, max(precedence) desc, layout
        ) = 1
),

one_each as (
    select
        urn,
        la_code,
        phase,
        indicator,
        pupil_group,
        period,
        arg_max(quality, extract_id) as quality,
    from sourced
    semi join national_source using (indicator, pupil_group, period, layout, release_status)
    group by urn, la_code, phase, indicator, pupil_group, period
),

placed as (
    select
        urn,
        la_code,
        indicator,
        pupil_group,
        period,
        rank() over (partition by indicator, pupil_group, phase, period order by quality desc) as place,
        count(*) over (partition by indicator, pupil_group, phase, period) as schools,
    from one_each
)

select
    urn,
    indicator,
    pupil_group,
    period,
    -- whole-number division rounded up: floating point would move a school at an edge
    greatest(1, (100 * (place - 1) + schools - 2) // (schools - 1))::integer as national_percentile,
    schools::integer as national_of,
from placed
semi join home using (la_code)
where schools > 1
