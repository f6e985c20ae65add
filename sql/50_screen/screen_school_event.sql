-- Grain: one event in the life of a school of the home council, under any of its URNs, the newest first. What was this
-- school before, and what became of it?
-- Inputs: school_event, school. other_is_home says whether the other school has a page of its own.
select
    s.school_id,
    e.urn,
    e.day,
    e.event,
    e.words,
    e.other_urn,
    o.school_id as other_school_id,
    coalesce(o.is_home, false) as other_is_home,
from school_event as e
inner join school as s using (urn)
left join school as o on o.urn = e.other_urn
where s.is_home
order by s.school_id, e.day desc nulls last, e.event, e.other_urn
