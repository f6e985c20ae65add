-- Grain: one row per school of the home council, indicator, pupil group and period that has a national place.
-- Inputs: observation (every school loaded), school, indicator, staged_extract, setting.
-- Rules: only within one source that covers England (one layout and release status that holds schools of 140 councils
-- or more, suppressed or not), so that rounding and coverage are the same for all; state-funded schools of one phase;
-- 1 is best, 100 worst: the share of schools that do better, rounded up. Source: domain rules 2.1 (quintile).
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

-- One number for each source, so that millions of rows carry it instead of its texts.
source as (
    select
        extract_id,
        dense_rank() over (order by layout, release_status) as source_no,
        release_rank(release_status) as release_order,
        precedence,
    from staged_extract
),

held as (
    select
        o.indicator,
        o.period,
        s.source_no,
        count(distinct o.la_code) as councils,
        max(s.release_order) as release_order,
        max(s.precedence) as precedence,
    from observation as o
    inner join source as s using (extract_id)
    group by o.indicator, o.period, s.source_no
),

national_source as (
    select indicator, period, source_no,
    from held
    where councils >= 140
    qualify
        row_number() over (
            partition by indicator, period order by release_order desc, precedence desc, source_no
        ) = 1
),

sourced as (
    select
        o.urn,
        o.la_code,
        o.phase,
        o.indicator,
        o.pupil_group,
        o.period,
        o.value * i.polarity as quality,
        o.extract_id,
    from observation as o
    inner join indicator as i using (indicator)
    inner join source as s using (extract_id)
    inner join national_source as n
        on n.indicator = o.indicator and n.period = o.period and n.source_no = s.source_no
    semi join (select urn, from school where state_funded) as funded using (urn)
    where o.value is not null and i.polarity <> 0
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
