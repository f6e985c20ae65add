-- Grain: one row per school of the home council, area (or 'overall') and kind of judgement: what stands.
-- What did people conclude, when, with whom and why?
-- Inputs: judgement, casework_judgement, casework_proposal. version is that of the record here, 0 where the judgement
-- came from a loaded register; waiting_* is a category proposed and not yet approved by a second person.
with

waiting as (
    select s.urn, p.*,
    from casework_proposal as p
    inner join school as s using (school_id)
    where s.is_home
)

select
    coalesce(j.urn, w.urn) as urn,
    coalesce(j.school_id, w.school_id) as school_id,
    coalesce(j.area, w.area) as area,
    coalesce(j.kind, w.kind) as kind,
    j.category,
    j.day,
    j.author,
    j.note,
    coalesce(j.version, 0) as version,
    c.validated,
    c.reason_code,
    c.agreed_with,
    c.review_on,
    c.approved_by,
    c.saved_at,
    w.record_id as waiting_id,
    w.version as waiting_version,
    w.category as waiting_category,
    w.note as waiting_note,
    w.proposed_by,
    w.why_second,
from judgement as j
full join waiting as w on j.urn = w.urn and j.area = w.area and j.kind = w.kind
left join casework_judgement as c on j.record_id = c.record_id
order by urn, area, kind
