-- Grain: one thing in the casework that cannot be right, or that nobody looks after. What is to be put right, and whose
-- is it?
-- Inputs: visit_day, school_days, school_adviser, plan_todo, casework_plan_action, casework_letter, offer_load,
-- casework_brokered_support, overall_rating, judgement, school, casework_day. Always a view: asked for on its screen.
-- Rules: product M20: a list of work, not of errors, and nothing is refused for it. A visit is after closure from the
-- day after the school closed. A letter of concern comes before a warning notice (domain rules 4.4). Days over the
-- allowance are those used. An action is silent when its day has passed and nobody has said how it goes. since is the
-- day from which it is amiss, where there is one.
with

newest as (
    select *,
    from school
    where is_home
    qualify row_number() over (partition by school_id order by listed desc, status = 'open' desc, urn desc) = 1
),

found as (
    select
        'visit_after_closure' as kind,
        v.school_id,
        'A visit on ' || strftime(v.on_day, '%-d %B %Y') || ', after the school closed'
        || coalesce(' on ' || strftime(s.closed, '%-d %B %Y'), '') as what,
        v.on_day as since,
    from visit_day as v
    inner join newest as s using (school_id)
    where s.status = 'closed' and v.status <> 'cancelled' and (v.on_day > s.closed or (s.closed is null and v.is_open))
    union all by name
    select
        'notice_before_letter' as kind,
        n.school_id,
        'A warning notice of '
        || strftime(n.issued_on, '%-d %B %Y')
        || ' without a letter of concern before it' as what,
        n.issued_on as since,
    from casework_letter as n
    anti join casework_letter as l
        on n.school_id = l.school_id and l.kind = 'letter_of_concern' and l.issued_on <= n.issued_on
    where n.kind = 'warning_notice'
    union all by name
    select
        'over_allowance' as kind,
        school_id,
        printf('%g', used / 2) || ' days used of ' || printf('%g', allowed / 2) || ' that its tier allows this year'
            as what,
    from school_days
    where used > allowed
    union all by name
    select
        case kind
            when 'no KPI' then 'plan_without_kpi' when 'stopped' then 'measure_stopped' else 'closed_with_plan'
        end
            as kind,
        school_id,
        what,
        whose,
    from plan_todo
    where kind in ('no KPI', 'stopped', 'school closed')
    union all by name
    select
        'silent_action' as kind,
        t.school_id,
        t.what || ': due ' || strftime(t.due_on, '%-d %B %Y') || ', and nobody has said how it goes' as what,
        t.whose,
        t.due_on as since,
    from plan_todo as t
    inner join casework_plan_action as a using (record_id)
    where t.kind = 'action' and a.progress = 'not_told'
    union all by name
    select
        'no_adviser' as kind,
        school_id,
        coalesce('No adviser since ' || had_adviser || ' left', 'No adviser') as what,
    from school_adviser
    where adviser_id is null
    union all by name
    select
        'visit_unrecorded' as kind,
        school_id,
        'The visit of ' || strftime(on_day, '%-d %B %Y') || ' is neither recorded nor cancelled' as what,
        adviser as whose,
        on_day as since,
    from visit_day
    where is_unrecorded
    union all by name
    select
        'support_without_outcome' as kind,
        b.school_id,
        'Support in '
        || a.title
        || ' ended on '
        || strftime(b.to_on, '%-d %B %Y')
        || ', and nobody has said what came of it'
            as what,
        b.to_on as since,
    from casework_brokered_support as b
    cross join casework_day as d
    inner join area as a using (area)
    where b.state = 'agreed' and b.to_on < d.day
    union all by name
    select
        'giver_in_doubt' as kind,
        o.school_id,
        'It offers support and is '
        || if(s.status = 'closed', 'closed', 'Causing Concern') as what,
    from offer_load as o
    inner join newest as s using (school_id)
    left join overall_rating as r on s.urn = r.urn
    left join judgement as j on s.urn = j.urn and j.area = 'overall' and j.kind = 'agreed'
    where o.state <> 'ended' and (s.status = 'closed' or coalesce(j.category, r.indicated) = 'Causing Concern')
)

select
    f.kind,
    f.school_id,
    s.urn,
    coalesce(s.name, f.school_id) as name,
    f.what,
    coalesce(f.whose, a.adviser, 'Nobody yet') as whose,
    f.since,
from found as f
left join newest as s using (school_id)
left join school_adviser as a using (school_id)
