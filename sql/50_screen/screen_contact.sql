-- Grain: one contact with a service about a school, or one universal offer that it took up; the newest first.
-- What was said, what is to follow, and is that late?
-- Inputs: casework_contact, casework_day. Rule: a next step is late from the day after its day until it is done.
select
    c.record_id as contact_id,
    c.version,
    c.school_id,
    c.on_day,
    c.kind,
    c.service,
    c.note,
    c.next_step,
    c.next_step_by,
    c.done_on,
    coalesce(c.done_on is null and c.next_step_by < d.day, false) as is_late,
    if(is_late, date_diff('day', c.next_step_by, d.day), null)::integer as days_late,
    c.on_day between d.year_from and d.year_to as is_this_year,
    c.saved_at,
    c.saved_by,
from casework_contact as c
cross join casework_day as d
order by c.on_day desc, c.revision desc
