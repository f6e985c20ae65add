-- Grain: one school of the home council in a file whose indicators are not made for its phase: a nursery among results.
-- Inputs: screened_school, screened_extract, staged_meaning, indicator, school, setting.
-- Only mainstream schools and nurseries are judged: special, alternative and independent schools stand in national
-- files by design, all-through schools count as secondaries, and a secondary may have a sixth form.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

made_for as (
    select m.extract_id, list_distinct(flatten(list(i.phases))) as phases,
    from staged_meaning as m
    semi join screened_extract using (extract_id)
    inner join indicator as i using (indicator)
    group by m.extract_id
)

select
    s.extract_id,
    'WARNING' as level,
    0 as weight,
    s.source_row,
    s.urn,
    s.period,
    'school' as place,
    c.phase as found,
    array_to_string(f.phases, ', ') as expected,
    format('URN {}, {}', s.urn, c.phase) as note,
from screened_school as s
inner join home using (la_code)
inner join school as c using (urn)
inner join made_for as f using (extract_id)
where
    c.phase in ('nursery', 'primary', 'secondary')
    and not list_contains(f.phases, c.compare_phase)
    and not (c.phase = 'secondary' and list_contains(f.phases, '16 plus'))
