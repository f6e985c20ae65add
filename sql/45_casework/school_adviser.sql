-- Grain: one row per listed school. Who is its adviser today?
-- Inputs: school, casework_assignment, casework_adviser, casework_day.
-- Rule: an adviser whose last day has passed is its adviser no more; had_adviser then says who it was.
select
    s.school_id,
    s.urn,
    n.version as assignment_version,
    n.from_on as assigned_on,
    if(a.to_on < d.day, null, a.record_id) as adviser_id,
    if(a.to_on < d.day, null, a.label) as adviser,
    if(a.to_on < d.day, a.label, null) as had_adviser,
    a.to_on as adviser_leaves,
from school as s
cross join casework_day as d
left join casework_assignment as n using (school_id)
left join casework_adviser as a on n.adviser_id = a.record_id
where s.is_home and s.listed
