-- Grain: one row per listed school and area of which a rated signal tests anything. How many of its descriptors?
-- Inputs: signal, rule_descriptor. Rule: each descriptor once, however many rules test it. That no statutory step was
-- taken is no evidence.
select
    s.urn,
    s.area,
    count(distinct d.descriptor) as evidenced,
from signal as s
inner join rule_descriptor as d using (rule_id)
where s.level is not null and (coalesce(s.kind, '') <> 'statutory' or s.level > 0)
group by s.urn, s.area
