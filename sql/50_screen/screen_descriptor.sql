-- Grain: one row per descriptor, in the framework's order. What does the framework describe, and can data test it?
-- Inputs: descriptor, area, rule_descriptor, rule. rules counts the rules that test it; titles names them.
with

tested as (
    select
        d.descriptor,
        count(distinct d.rule_id) as rules,
        string_agg(distinct r.title, '; ' order by r.title) as rule_titles,
    from rule_descriptor as d
    inner join rule as r using (rule_id)
    group by d.descriptor
)

select
    d.*,
    a.title as area_title,
    a.ord as area_ord,
    coalesce(t.rules, 0) as rules,
    t.rule_titles,
from descriptor as d
inner join area as a using (area)
left join tested as t using (descriptor)
order by a.ord, list_position(['established', 'developing', 'causing_concern', 'embedded'], d.level), d.ord
