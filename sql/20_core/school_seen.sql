-- Grain: one row per URN, council and layout: in which periods (of a term, its year) and phases did this kind of
-- extract hold the school?
-- Inputs: staged_value (school rows), staged_school, staged_extract. It answers whether a school is still there, and of
-- which phase it is, when no extract states that. Council returns name schools by other days and terms and do not
-- count.
with

named_in as (
    select urn, la_code, extract_id, period, phase,
    from staged_value
    where row_kind = 'school' and urn is not null
    union
    select urn, la_code, extract_id, period, null as phase,
    from staged_school
    where urn is not null
)

select
    n.urn,
    n.la_code,
    e.layout,
    min(year_within(n.period)) as first_period,
    max(year_within(n.period)) as last_period,
    bool_or(n.phase = 'primary') as as_primary,
    bool_or(n.phase = 'secondary') as as_secondary,
    bool_or(n.phase = 'special') as as_special,
    bool_or(n.phase = '16 plus') as as_16_plus,
from named_in as n
inner join staged_extract as e using (extract_id)
where e.kind is distinct from 'facts'
group by n.urn, n.la_code, e.layout
