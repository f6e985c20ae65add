-- Grain: one row per board and item of its next agenda: what is due to be looked at, and why?
-- Inputs: notice_due, priority_now, ladder_now, plan_state, casework_escalation, decision_made,
-- casework_day. Rules: product 1.4, the cycle of boards. Fortnightly: notices whose period ends within the fortnight
-- or has ended, entries of the priority list to decide, plans whose review is overdue, schools at state 3 to 6, its
-- own decisions that are overdue. Monthly, across services: every school with a matter open on the ladder, and what is
-- escalated. Half-termly: what is escalated, notices in force and intervention, every board's decisions overdue.
-- ord is the order of kinds on an agenda, item_id names an item in its board.
with

found as (
    select
        unnest(['fortnightly', 'half_termly']) as board,
        1 as ord,
        'notice' as kind,
        n.school_id,
        n.record_id,
        if(n.is_over, 'Judge what came of the ', 'Prepare to judge the ') || case n.kind
            when 'warning_notice' then 'warning notice (' || n.ground || ')'
            when 'notice_of_intent' then 'notice of intent'
            else 'letter of concern'
        end as title,
        'Issued ' || strftime(n.issued_on, '%-d %B %Y') || '; the period '
        || if(n.is_over, 'ended ', 'ends ') || strftime(n.comply_by, '%-d %B %Y') || '.' as why,
        n.comply_by as due_on,
    from notice_due as n
    where n.days_left <= 14
    union all
    select
        'fortnightly' as board,
        2 as ord,
        'entry' as kind,
        p.school_id,
        p.list_id as record_id,
        if(p.is_carried, 'Carry forward on the priority list, or remove?', 'On the priority list?') as title,
        p.evidence as why,
        cast(null as date) as due_on,
    from priority_now as p
    where p.is_open and p.decision = 'undecided'
    union all
    select
        'fortnightly' as board,
        3 as ord,
        'plan' as kind,
        p.school_id,
        p.plan_id as record_id,
        'Review the support plan: ' || p.title as title,
        'The review was due on ' || strftime(p.next_review_on, '%-d %B %Y') || '.' as why,
        p.next_review_on as due_on,
    from plan_state as p
    where p.is_review_late
    union all
    select
        unnest(
            case
                when n.state >= 5 then ['fortnightly', 'monthly', 'half_termly']
                when n.state >= 3 then ['fortnightly', 'monthly']
                else ['monthly']
            end
        ) as board,
        4 as ord,
        'ladder' as kind,
        n.school_id,
        n.record_id,
        case when n.state >= 3 then 'Is the support having an effect?' else 'A school of concern' end as title,
        n.reason as why,
        cast(null as date) as due_on,
    from ladder_now as n
    where n.state between 1 and 6
    union all
    select
        unnest(['monthly', 'half_termly']) as board,
        5 as ord,
        'escalation' as kind,
        e.school_id,
        e.record_id,
        'Escalated ' || strftime(e.on_day, '%-d %B %Y') || ', not resolved' as title,
        e.matter as why,
        cast(null as date) as due_on,
    from casework_escalation as e
    where e.outcome is null
    union all
    select
        unnest(if(o.board = 'half_termly', ['half_termly'], [o.board, 'half_termly'])) as board,
        6 as ord,
        'decision' as kind,
        o.school_id,
        o.record_id,
        'Decided ' || strftime(o.meeting_on, '%-d %B %Y') || ', overdue: ' || o.item as title,
        coalesce(o.owner || ' was to act by ' || strftime(o.due_on, '%-d %B %Y') || '.', '') as why,
        o.due_on,
    from decision_made as o
    where o.is_overdue
)

select
    f.board,
    f.ord,
    f.kind,
    f.kind || ':' || f.record_id || coalesce(':' || f.school_id, '') as item_id,
    f.school_id,
    n.urn,
    n.name,
    n.state as ladder_state,
    f.title,
    f.why,
    f.due_on,
from found as f
left join ladder_now as n on f.school_id = n.school_id
