-- Grain: one council whose number of schools in a layout's newest year is far from that of the year before.
-- Inputs: screened_school, screened_year, staged_row, staged_extract, screening_limit.
-- Rule: the files of a layout count together, because a national publication may come in parts; the home council is
-- judged where the files have it, else every council. Told once, of the last file that has the council.
with

now as (
    select
        layout,
        period,
        la_code,
        max(extract_id) as extract_id,
        count(distinct urn) as schools,
    from screened_school
    where of_interest
    group by layout, period, la_code
),

before as (
    select
        e.layout,
        r.la_code,
        count(distinct r.urn) as schools,
    from staged_row as r
    inner join staged_extract as e using (extract_id)
    inner join screened_year as y on y.layout = e.layout and y.period_before = r.period
    where r.row_kind = 'school'
    group by e.layout, r.la_code
)

select
    n.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    n.period,
    'schools' as place,
    n.schools::varchar as found,
    b.schools::varchar as expected,
    format(
        '{} schools of LA {} in {}, {} a year before ({:+.1f}%)',
        n.schools, n.la_code, n.period, b.schools, 100.0 * (n.schools - b.schools) / b.schools
    ) as note,
from now as n
inner join before as b using (layout, la_code)
cross join screening_limit as l
where
    l.name = 'schools_change'
    and abs(n.schools - b.schools) * 100.0 > l.value * b.schools
