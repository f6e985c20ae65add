-- Grain: one row per listed school and trigger of half a day more at Tier 1. Does it apply, why, and who says so?
-- Inputs: tier_trigger, visit_trigger, school.
select
    s.school_id,
    s.urn,
    t.trigger_id,
    t.ord,
    t.title,
    t.test = 'declared' as is_declared,
    v.urn is not null as applies,
    v.day,
    v.reason,
from school as s
cross join tier_trigger as t
left join visit_trigger as v on s.urn = v.urn and t.trigger_id = v.trigger_id
where s.is_home and s.listed
order by s.urn, t.ord
