-- Grain: one school of the home council that a file should hold and does not.
-- Inputs: screened_extract, screened_school, screened_year, staged_meaning, staged_extract, indicator,
-- screening_expected, screening_limit, school, setting, register.
-- Rule: expected are open state-funded schools of the phases that the file's indicators are made for, open all through
-- the year, whose pupils stay long enough. Special, nursery and alternative provision are expected only where an
-- indicator names them. The files of a layout count together. A file is not asked for a phase of which it holds less
-- than half: it is an excerpt, or made for another phase.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

covered as (
    select
        y.layout,
        y.period,
        make_date(period_start(y.period), if(y.period[5] = '/', 9, 4), 1) as first_day,
        max(s.extract_id) as extract_id,
    from screened_year as y
    inner join screened_school as s on s.layout = y.layout and s.period = y.period
    inner join home using (la_code)
    group by y.layout, y.period
),

asking as (
    select
        e.layout,
        unnest(i.phases) as phase,
        coalesce(x.lowest_leaving_age, 0) as lowest_leaving_age,
    from screened_extract
    inner join staged_extract as e using (extract_id)
    inner join staged_meaning as m using (extract_id)
    inner join indicator as i using (indicator)
    inner join screening_expected as x on i.indicator like x.indicators
    where m.period is null
),

asked as (
    select layout, phase, min(lowest_leaving_age) as lowest_leaving_age,
    from asking
    group by layout, phase
),

present as (
    select distinct layout, urn, from screened_school
),

expected as (
    select c.*, s.urn, s.name, s.phase, s.compare_phase,
    from covered as c
    inner join asked as a using (layout)
    inner join school as s on s.compare_phase = a.phase
    left join register as r using (urn)
    where
        s.is_home
        and s.state_funded
        and s.status = 'open'
        and coalesce(s.opened <= c.first_day, true)
        and coalesce(s.high_age >= a.lowest_leaving_age, true)
        and coalesce(s.latest_period >= c.period or r.described, false)
),

looked_for as (
    select
        e.*,
        p.urn is null as missing,
        100.0 * count(p.urn) over (partition by e.layout, e.compare_phase)
        / count(*) over (partition by e.layout, e.compare_phase) as held,
    from expected as e
    left join present as p on p.layout = e.layout and p.urn = e.urn
)

select
    e.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    e.urn,
    e.period,
    'school' as place,
    null::varchar as found,
    e.name as expected,
    format('URN {}, {}', e.urn, e.phase) as note,
from looked_for as e
cross join screening_limit as l
where e.missing and l.name = 'phase_held' and e.held >= l.value
