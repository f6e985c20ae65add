-- Grain: one row per URN, council and layout: in which periods did this kind of extract hold the school?
-- Inputs: staged_value (school rows), staged_school, staged_extract. Answers whether a school is still there when no
-- extract states its status.
with

named_in as (
    select urn, la_code, extract_id, period
    from staged_value
    where row_kind = 'school' and urn is not null
    union
    select urn, la_code, extract_id, period
    from staged_school
    where urn is not null
)

select
    n.urn,
    n.la_code,
    e.layout,
    min(n.period) as first_period,
    max(n.period) as last_period,
from named_in as n
inner join staged_extract as e using (extract_id)
group by n.urn, n.la_code, e.layout
