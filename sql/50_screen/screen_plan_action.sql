-- Grain: one row per action of a support plan, those going on first and the earliest due first. What is done, by whom
-- and by when, how does it go, and what do the data say of its target?
-- Inputs: casework_plan_action, casework_support_plan, plan_kpi, casework_day.
-- Rule: late from the day after its day while the plan is open and the action has not ended.
select
    a.record_id as action_id,
    a.version,
    a.plan_id,
    a.school_id,
    a.priority,
    a.action,
    a.responsible,
    a.due_on,
    a.resources,
    a.progress,
    a.progress_note,
    a.progress_on,
    a.ended_on,
    a.ended_as,
    a.ended_why,
    p.state = 'open' and a.ended_on is null and a.due_on < d.day as is_late,
    if(is_late, date_diff('day', a.due_on, d.day), null)::integer as days_late,
    k.title,
    k.indicator,
    k.pupil_group,
    k.group_title,
    k.measure,
    k.unit,
    k.decimals,
    k.polarity,
    k.baseline,
    k.baseline_words,
    k.baseline_on,
    k.target,
    k.target_words,
    k.target_on,
    k.value,
    k.period,
    k.published_urn,
    k.expected,
    k.state,
    k.is_awaited,
    k.why,
    a.saved_at,
    a.saved_by,
from casework_plan_action as a
inner join casework_support_plan as p on a.plan_id = p.record_id
inner join plan_kpi as k on a.record_id = k.action_id
cross join casework_day as d
order by a.plan_id, a.ended_on nulls first, a.due_on, a.revision
