-- Grain: one row per listed school and rule of its phase, in the order of areas and rules. Which evidence made a
-- rating?
-- Inputs: signal, school, area, descriptor, rule, threshold.
-- rating and result are what a mark in the ladder shows. threshold_status is 'proposed' while any threshold of the rule
-- is.
with

stated as (
    select
        r.rule_id,
        if(bool_or(t.status = 'proposed'), 'proposed', 'ratified') as threshold_status,
        coalesce(max(t.set_by) filter (where t.status = 'proposed'), max(t.set_by)) as set_by,
    from rule as r
    inner join threshold as t on r.rule_id = t.rule_id or t.scope = 'every rule'
    group by r.rule_id
)

select
    s.*,
    n.name,
    a.title as area_title,
    a.short_title as area_short_title,
    a.ord as area_ord,
    d.handle,
    d.level as descriptor_level,
    d.page,
    t.threshold_status,
    t.set_by,
    case s.level when 2 then 'red' when 1 then 'amber' when 0 then 'green' else 'insufficient' end as rating,
    case
        when s.level >= 1 then upper(s.finding[1]) || s.finding[2:]
        when s.level = 0 then 'Consistent with Established'
        when s.status = 'aged' then 'Too old to rate'
        else upper(s.status[1]) || s.status[2:]
    end as result,
from signal as s
inner join school as n using (urn)
inner join area as a on s.area = a.area
left join descriptor as d on s.descriptor = d.descriptor
left join stated as t on s.rule_id = t.rule_id
order by s.urn, a.ord, s.ord
