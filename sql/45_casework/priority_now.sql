-- Grain: one row per priority list and school. What was decided of the school, and on what evidence?
-- Inputs: casework_risk_assessment, casework_priority_entry, ladder_now, casework_day.
-- Rule: a list that is closed is frozen: what was decided later is a record beside its entry and counts (changed_on).
-- in_force is the newest closed list up to this academic year, is_open one that is being decided. version is what an
-- edit has to have seen: of the entry while the list is open, of the later change (0 for none) afterwards.
with

closed as (
    select max(a.academic_year) as newest_year,
    from casework_risk_assessment as a
    cross join casework_day as d
    where a.state = 'closed' and a.academic_year <= d.academic_year
),

listed as (
    select
        a.*,
        a.state = 'open' as is_open,
        coalesce(a.state = 'closed' and a.academic_year = c.newest_year, false) as in_force,
    from casework_risk_assessment as a
    cross join closed as c
)

select
    l.record_id as list_id,
    l.version as list_version,
    l.title,
    l.on_day,
    l.academic_year,
    l.is_open,
    l.in_force,
    n.school_id,
    n.urn,
    n.name,
    n.phase,
    n.type_group,
    n.has_powers,
    n.state as ladder_state,
    e.indicated,
    e.agreed,
    e.evidence,
    e.suggested,
    coalesce(c.decision, e.decision) as decision,
    if(c.record_id is null, e.reason, c.reason) as reason,
    coalesce(c.rationale, e.rationale) as rationale,
    e.decision as decided_first,
    e.carried_from is not null as is_carried,
    c.changed_on,
    if(l.is_open, e.version, coalesce(c.version, 0)) as version,
    coalesce(c.saved_by, e.saved_by) as saved_by,
    coalesce(c.saved_at, e.saved_at) as saved_at,
from listed as l
inner join casework_priority_entry as e on l.record_id = e.assessment_id and e.changed_on is null
left join casework_priority_entry as c on e.record_id || ':change' = c.record_id
inner join ladder_now as n on e.school_id = n.school_id
