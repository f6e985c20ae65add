-- Grain: one school with a change, under one heading or (where $heading is null) under any, the one that moved most
-- for the worse first. Inputs: change (one row per change, as eif/since/change.py), school_then, school_now.
-- Rule: order of one thing after another: the category, areas, Ofsted, the ladder, plans, rules, then everything; never
-- a weighted sum. grey counts what cannot be compared or is no longer known.
with

counted as (
    select
        school_id,
        (count(*) filter (where what = 'worse'))::integer as worse,
        (count(*) filter (where what = 'better'))::integer as better,
        (count(*) filter (where what in ('not comparable', 'no longer known')))::integer as grey,
        count(*)::integer as total,
        list(distinct heading) as headings,
        list(distinct heading) filter (where what = 'worse') as worse_in,
        count(*) filter (where what = 'worse' and heading = 'category') as worse_category,
        count(*) filter (where what = 'worse' and heading = 'areas') as worse_areas,
        count(*) filter (where what = 'worse' and heading = 'ofsted') as worse_ofsted,
        count(*) filter (where what = 'worse' and heading = 'ladder') as worse_ladder,
        count(*) filter (where what = 'worse' and heading = 'plan') as worse_plan,
        count(*) filter (where what = 'worse' and heading = 'signals') as worse_rules,
    from change
    where school_id is not null and ($heading is null or heading = $heading)
    group by school_id
)

select
    c.school_id,
    coalesce(n.urn, t.urn) as urn,
    coalesce(n.name, t.name) as name,
    coalesce(n.phase, t.phase) as phase,
    n.adviser,
    coalesce(n.districts, t.districts) as districts,
    t.indicated as category_before,
    n.indicated as category_after,
    c.worse,
    c.better,
    c.grey,
    c.total,
    c.headings,
    coalesce(c.worse_in, []) as worse_in,
from counted as c
left join school_now as n using (school_id)
left join school_then as t using (school_id)
where coalesce(n.urn, t.urn) is not null
order by
    c.worse_category desc, c.worse_areas desc, c.worse_ofsted desc, c.worse_ladder desc, c.worse_plan desc,
    c.worse_rules desc, c.worse desc, c.total desc, name, urn
