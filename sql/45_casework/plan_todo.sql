-- Grain: one thing that is late or amiss in a support plan or after a contact. What is overdue, since when, and whose?
-- Inputs: plan_state, plan_kpi, casework_plan_action, casework_contact, casework_assignment, casework_adviser,
-- casework_day.
-- Rule: what is due on a day is late from the day after. Late are actions of open plans, reviews of open plans and next
-- steps of contacts that nobody has said are done; amiss are an open plan of a closed school, an open plan in which no
-- action says by what it is measured, and an indicator that stopped being published. An action is its responsible
-- person's, the rest is the school's adviser's. days_late is null for what is amiss.
with

adviser_of as (
    select a.school_id, t.label as adviser,
    from casework_assignment as a
    inner join casework_adviser as t on a.adviser_id = t.record_id
),

found as (
    select
        'action' as kind,
        p.school_id,
        p.plan_id,
        a.record_id,
        a.action as what,
        a.responsible as whose,
        a.due_on,
    from plan_state as p
    inner join casework_plan_action as a using (plan_id)
    cross join casework_day as d
    where p.state = 'open' and not p.is_school_closed and a.ended_on is null and a.due_on < d.day
    union all by name
    select
        'review' as kind,
        p.school_id,
        p.plan_id,
        p.plan_id as record_id,
        'Review of the plan: ' || p.title as what,
        p.next_review_on as due_on,
    from plan_state as p
    where p.is_review_late
    union all by name
    select
        'next step' as kind,
        c.school_id,
        c.record_id,
        c.next_step as what,
        c.next_step_by as due_on,
    from casework_contact as c
    cross join casework_day as d
    where c.next_step is not null and c.done_on is null and c.next_step_by < d.day
    union all by name
    select
        'school closed' as kind,
        p.school_id,
        p.plan_id,
        p.plan_id as record_id,
        'The school is closed and its plan is not: ' || p.title as what,
    from plan_state as p
    where p.state <> 'closed' and p.is_school_closed
    union all by name
    select
        'no KPI' as kind,
        p.school_id,
        p.plan_id,
        p.plan_id as record_id,
        'Nothing says by what the plan is measured: ' || p.title as what,
    from plan_state as p
    where p.state = 'open' and not p.is_school_closed and p.kpis = 0
    union all by name
    select
        'stopped' as kind,
        p.school_id,
        p.plan_id,
        k.action_id as record_id,
        k.title || ' is no longer published and measures this plan: ' || p.title as what,
    from plan_state as p
    inner join plan_kpi as k using (plan_id)
    inner join casework_plan_action as a on k.action_id = a.record_id
    where p.state = 'open' and not p.is_school_closed and k.state = 'stopped' and a.ended_on is null
)

select
    f.kind,
    f.school_id,
    f.plan_id,
    f.record_id,
    f.what,
    coalesce(f.whose, o.adviser, 'No adviser assigned') as whose,
    f.due_on,
    date_diff('day', f.due_on, d.day)::integer as days_late,
from found as f
cross join casework_day as d
left join adviser_of as o using (school_id)
order by kind, school_id, plan_id, record_id
