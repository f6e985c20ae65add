-- Grain: one row per letter to a school with a day to comply by and no outcome yet. How long has the school left?
-- Inputs: casework_letter, ladder_now, casework_day. Rule: the period ends with its last day (domain rules 4.4);
-- days_left is 0 on that day, and below 0 when the outcome is due to be judged.
select
    n.school_id,
    n.urn,
    n.name,
    l.record_id,
    l.version,
    l.kind,
    l.ground,
    l.issued_on,
    l.comply_by,
    datediff('day', d.day, l.comply_by) as days_left,
    d.day > l.comply_by as is_over,
from casework_letter as l
cross join casework_day as d
inner join ladder_now as n using (school_id)
where l.comply_by is not null and l.outcome is null
