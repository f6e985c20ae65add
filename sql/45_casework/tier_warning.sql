-- Grain: one row per listed school and warning that its tier gives rise to. What does it ask for that is not there?
-- Inputs: school_tier, school_days, visit_day, school_term, plan_state, casework_plan_review, threshold, casework_day.
-- Rules: framework page 13; thresholds book_by and review_by of scope visit; an agreed category only. A Tier 3 school
-- has a plan in force whose review is not overdue (plan_state). A term's review at Tier 2 is a visit to review actions
-- or a review of the plan. One is missing of a term that has ended where the category had been agreed by then, and of
-- this term where none is held or booked shortly before its end.
with

ruled as (
    select
        max(value) filter (where name = 'book_by')::integer as book_by,
        max(value) filter (where name = 'review_by')::integer as review_by,
    from threshold
    where scope = 'visit'
),

counted as (
    select
        v.school_id,
        count(*) filter (where v.counts and v.status in ('completed', 'booked')) as visits,
    from visit_day as v
    inner join casework_day as d on v.academic_year = d.academic_year
    group by v.school_id
),

review as (
    select
        school_id,
        on_day,
        status = 'completed' as is_held,
    from visit_day
    where kind = 'action_review' and status in ('completed', 'booked')
    union all
    select
        school_id,
        on_day,
        true as is_held,
    from casework_plan_review
),

reviewed as (
    select
        r.school_id,
        e.term,
        bool_or(r.is_held or not e.is_past) as is_met,
    from review as r
    inner join school_term as e on r.on_day between e.begins and e.ends
    group by r.school_id, e.term
),

plan as (
    select
        school_id,
        min(next_review_on) as next_review_on,
    from plan_state
    where state = 'open'
    group by school_id
)

select
    school_id,
    urn,
    'over_allowance' as warning,
    if(
        used > allowed,
        format('{:g} of {:g} days used', used / 2, allowed / 2),
        format('{:g} days used, booked and planned, of {:g}', (used + booked + planned) / 2, allowed / 2)
    ) as reason,
from school_days
where used + booked + planned > allowed
union all
select
    t.school_id,
    t.urn,
    'unbooked' as warning,
    'Tier 1 visit of ' || d.academic_year || ' not booked' as reason,
from school_tier as t
cross join casework_day as d
cross join ruled as r
left join counted as c using (school_id)
where t.tier = 1 and d.day >= d.year_from + to_months(r.book_by) and coalesce(c.visits, 0) = 0
union all
select
    t.school_id,
    t.urn,
    'review_missing' as warning,
    coalesce(
        'No review of actions in the '
        || string_agg(e.term, ' and ' order by e.ord) filter (where e.is_past) || ' term',
        'No review of actions held or booked this term'
    ) as reason,
from school_tier as t
cross join casework_day as d
cross join ruled as r
cross join school_term as e
left join reviewed as w on t.school_id = w.school_id and e.term = w.term
where
    t.tier = 2
    and if(e.is_past, t.agreed_on <= e.ends, e.is_now and d.day >= e.ends - to_days(7 * r.review_by))
    and not coalesce(w.is_met, false)
group by t.school_id, t.urn
union all
select
    t.school_id,
    t.urn,
    'plan_unreviewed' as warning,
    coalesce(
        'Review of the plan was due ' || strftime(p.next_review_on, '%-d %B %Y'),
        'Tier 3 without a support plan in force'
    ) as reason,
from school_tier as t
cross join casework_day as d
left join plan as p using (school_id)
where t.tier = 3 and coalesce(p.next_review_on < d.day, true)
