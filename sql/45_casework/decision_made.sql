-- Grain: one row per board decision, with its meeting and school. What was decided, who acts, and what came of it?
-- Inputs: casework_board_decision, casework_board_meeting, ladder_now, casework_day. A decision waits while something
-- remains to be done and no outcome is recorded; it is overdue from the day after its day.
select
    m.board,
    b.meeting_id,
    m.on_day as meeting_on,
    m.state as meeting_state,
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
    b.outcome,
    b.outcome_on,
    b.saved_by,
    b.outcome is null and b.decision not in ('keep', 'note') as waits,
    waits and d.day > b.due_on as is_overdue,
    datediff('day', d.day, b.due_on) as days_left,
from casework_board_decision as b
inner join casework_board_meeting as m on b.meeting_id = m.record_id
cross join casework_day as d
left join ladder_now as n on b.school_id = n.school_id
