-- Grain: one school of the home council, under its newest URN. What is it, whose is it, and what do the data indicate?
-- Inputs: screen_school, school_adviser, comparator_group. Taken from each of two snapshots, then compared.
with

placed as (
    select urn, list(title order by title) as districts,
    from comparator_group
    where kind = 'district'
    group by urn
)

select
    s.school_id,
    s.urn,
    s.name,
    s.phase,
    s.listed,
    s.status,
    s.school_type,
    s.trust_name,
    s.indicated,
    a.adviser,
    coalesce(d.districts, []) as districts,
from screen_school as s
left join school_adviser as a using (urn)
left join placed as d using (urn)
qualify
    row_number() over (
        partition by s.school_id order by s.listed desc, s.status = 'open' desc, s.urn desc
    ) = 1
