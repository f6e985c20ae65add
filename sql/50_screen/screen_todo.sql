-- Grain: one row of casework_todo, the gravest kind first, then the longest amiss. What is to be put right in the
-- casework, whose is it, and on which page? Inputs: casework_todo. Always a view: asked for on its screen.
with

named as (
    select
        unnest(
            [
                'notice_before_letter', 'visit_after_closure', 'closed_with_plan', 'over_allowance', 'giver_in_doubt',
                'silent_action', 'visit_unrecorded', 'support_without_outcome', 'plan_without_kpi', 'measure_stopped',
                'no_adviser'
            ]
        ) as kind,
        unnest(
            [
                'Notice before letter', 'Visit after closure', 'Closed school with an open plan',
                'Days over the allowance', 'Giver in doubt', 'Action overdue without progress', 'Visit not recorded',
                'Support without outcome', 'Plan without KPI', 'Measure no longer published', 'School without adviser'
            ]
        ) as title,
        unnest(
            [
                'school_ladder', 'school_visits', 'school_plan', 'school_visits', 'exchange', 'school_plan',
                'school_visits', 'exchange', 'school_plan', 'school_plan', 'caseload'
            ]
        ) as page,
        unnest(range(1, 12)) as kind_ord,
)

select
    t.*,
    k.title,
    k.page,
    k.kind_ord,
    row_number() over (order by k.kind_ord, t.since nulls last, t.name, t.what)::integer as ord,
from casework_todo as t
inner join named as k using (kind)
order by ord
