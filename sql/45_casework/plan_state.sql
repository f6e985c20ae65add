-- Grain: one row per support plan that stands. How does it go, what is late, and when is its next review due?
-- Inputs: casework_support_plan, casework_plan_action, casework_plan_review, plan_kpi, casework_day, school.
-- Rule: an action is late from the day after its day until it is ended. An open plan is reviewed every term (framework
-- page 13): by the last day of the term after the one of its last review, or of its beginning or resumption; or by the
-- day agreed for it, where that comes first and not before any of these. A review is overdue from the day after. Terms
-- are autumn to December, spring to March and summer to August. A plan belongs to the school whatever its URN.
with

reviewed as (
    select
        plan_id,
        count(*) as reviews,
        max(on_day) as last_review_on,
        arg_max(pace, (on_day, revision)) as last_pace,
        arg_max_null(next_on, (on_day, revision)) as next_on,
    from casework_plan_review
    group by plan_id
),

acted as (
    select
        a.plan_id,
        count(*) as actions,
        count(*) filter (where a.ended_on is null) as open_actions,
        count(*) filter (where a.ended_on is null and a.due_on < d.day) as late_actions,
        count(*) filter (where a.ended_on is null and a.progress = 'red') as red,
        count(*) filter (where a.ended_on is null and a.progress = 'amber') as amber,
        count(*) filter (where a.ended_on is null and a.progress = 'green') as green,
        count(*) filter (where a.ended_on is null and a.progress = 'not_told') as not_told,
        count(*) filter (where k.state <> 'no KPI') as kpis,
        count(*) filter (where k.is_on_track) as kpis_on_track,
        count(*) filter (where k.is_off_track) as kpis_off_track,
        count(*) filter (where k.state = 'stopped') as kpis_stopped,
    from casework_plan_action as a
    cross join casework_day as d
    inner join plan_kpi as k on a.record_id = k.action_id
    group by a.plan_id
),

-- The school as it is now: under its newest URN.
school_now as (
    select s.school_id, s.urn, s.status,
    from school as s
    semi join casework_support_plan using (school_id)
    qualify
        row_number() over (
            partition by s.school_id order by s.listed desc, s.status = 'open' desc, s.urn desc
        ) = 1
),

begun as (
    select
        p.*,
        d.day,
        s.urn as urn_now,
        coalesce(s.status = 'closed', true) as is_school_closed,
        coalesce(p.urn <> s.urn, false) as has_new_urn,
        coalesce(r.reviews, 0) as reviews,
        r.last_review_on,
        r.last_pace,
        if(r.reviews is null, p.review_on, r.next_on) as agreed_on,
        greatest(p.from_on, coalesce(p.state_on, p.from_on), coalesce(r.last_review_on, p.from_on)) as since,
    from casework_support_plan as p
    cross join casework_day as d
    left join reviewed as r on p.record_id = r.plan_id
    left join school_now as s on p.school_id = s.school_id
),

-- The first day of the next term, and so the term that a review is due in.
next_term as (
    select
        record_id,
        case
            when month(since) >= 9 then make_date(year(since) + 1, 1, 1)
            when month(since) <= 3 then make_date(year(since), 4, 1)
            else make_date(year(since), 9, 1)
        end as day,
    from begun
),

due as (
    select
        b.*,
        case
            when month(n.day) = 1 then make_date(year(n.day), 3, 31)
            when month(n.day) = 4 then make_date(year(n.day), 8, 31)
            else make_date(year(n.day), 12, 31)
        end as termly_on,
        if(b.agreed_on >= b.since, b.agreed_on, null) as agreed_for,
    from begun as b
    inner join next_term as n using (record_id)
)

select
    p.record_id as plan_id,
    p.version,
    p.school_id,
    p.title,
    p.state,
    p.from_on,
    coalesce(p.state_on, p.from_on) as state_on,
    p.state_why,
    p.closing_reason,
    p.exit_criteria,
    p.note,
    p.review_on,
    p.saved_at,
    p.saved_by,
    p.urn,
    p.urn_now,
    p.has_new_urn,
    p.is_school_closed,
    p.reviews,
    p.last_review_on,
    p.last_pace,
    if(p.state = 'open' and not p.is_school_closed, least(p.termly_on, p.agreed_for), null) as next_review_on,
    if(next_review_on is null, null, if(p.agreed_for <= p.termly_on, 'agreed', 'every term')) as review_because,
    coalesce(next_review_on < p.day, false) as is_review_late,
    coalesce(a.actions, 0) as actions,
    coalesce(a.open_actions, 0) as open_actions,
    if(p.state = 'open', coalesce(a.late_actions, 0), 0) as late_actions,
    coalesce(a.red, 0) as red,
    coalesce(a.amber, 0) as amber,
    coalesce(a.green, 0) as green,
    coalesce(a.not_told, 0) as not_told,
    coalesce(a.kpis, 0) as kpis,
    coalesce(a.kpis_on_track, 0) as kpis_on_track,
    coalesce(a.kpis_off_track, 0) as kpis_off_track,
    coalesce(a.kpis_stopped, 0) as kpis_stopped,
from due as p
left join acted as a on p.record_id = a.plan_id
order by plan_id
