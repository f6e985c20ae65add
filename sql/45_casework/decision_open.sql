-- Grain: one row per board decision of which no outcome is recorded and something remains to be done. Who, by when?
-- Inputs: casework_board_decision, casework_board_meeting, school, casework_day.
select
    m.board,
    m.on_day as decided_on,
    b.record_id,
    b.version,
    b.school_id,
    n.urn,
    n.name,
    b.item,
    b.decision,
    b.rationale,
    b.owner,
    b.due_on,
    datediff('day', d.day, b.due_on) as days_left,
    coalesce(d.day > b.due_on, false) as is_overdue,
from casework_board_decision as b
inner join casework_board_meeting as m on b.meeting_id = m.record_id
cross join casework_day as d
left join ladder_now as n on b.school_id = n.school_id
where b.outcome is null and b.decision not in ('keep', 'note')
