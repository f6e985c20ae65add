-- Grain: one row per set, local authority and neighbour.
-- Inputs: staged_neighbour (LAIT's workbooks, when loaded), reference_neighbour (shipped), la.
-- Rules: a loaded set replaces the shipped one of the same id, title kept; core cities are one list, given to every
-- council without itself. Source: domain rules 3.1.
with

title as (
    select set_id, any_value(title) as title, any_value(valid_from) as valid_from,
    from reference_neighbour
    group by set_id
),

latest as (
    select set_id, max(extract_id) as extract_id, from staged_neighbour group by set_id
),

loaded as (
    select
        n.set_id,
        coalesce(t.title, 'Statistical neighbours, ' || n.set_id) as title,
        'statistical' as kind,
        coalesce(n.valid_from, t.valid_from) as valid_from,
        n.la_code,
        n.neighbour_code,
        n.position,
        n.closeness,
    from staged_neighbour as n
    semi join latest using (set_id, extract_id)
    left join title as t using (set_id)
),

shipped as (
    select set_id, title, kind, valid_from, la_code, neighbour_code, position, closeness,
    from reference_neighbour
    where
        kind = 'statistical'
        and set_id not in (select set_id, from latest)
),

core_cities as (
    select r.set_id, r.title, r.kind, r.valid_from, la.la_code, r.neighbour_code, r.position, r.closeness,
    from reference_neighbour as r
    cross join la
    where r.kind = 'core cities' and r.neighbour_code <> la.la_code
),

every_set as (
    select *, from loaded
    union all by name
    select *, from shipped
    union all by name
    select *, from core_cities
)

select
    e.set_id,
    e.title,
    e.kind,
    e.valid_from,
    e.la_code,
    e.neighbour_code,
    la.la_name as neighbour_name,
    e.position,
    e.closeness,
from every_set as e
left join la on la.la_code = e.neighbour_code
order by e.set_id, e.la_code, e.position
