-- Grain: one row per listed school and warning about its visits and days. What is late or amiss?
-- Inputs: tier_warning, school_adviser, visit_day, casework_day.
-- Rules: a visit whose day has passed is recorded or cancelled. A next step is late after its day, until another visit
-- is held. A visit later than its adviser's last day needs somebody else. is_late: something should have been done by
-- now.
with

last_step as (
    select
        school_id,
        arg_max(next_step_by, on_day) filter (where next_step is not null) as next_step_by,
        max(on_day) filter (where next_step is not null) = max(on_day) as is_last,
    from visit_day
    where status = 'completed'
    group by school_id
),

found as (
    select
        school_id,
        warning,
        reason,
    from tier_warning
    union all
    select
        school_id,
        'unrecorded' as warning,
        'Visit of ' || strftime(min(on_day), '%-d %B %Y') || ' not recorded' as reason,
    from visit_day
    where is_unrecorded
    group by school_id
    union all
    select
        l.school_id,
        'step_late' as warning,
        'Next step was due ' || strftime(l.next_step_by, '%-d %B %Y') as reason,
    from last_step as l
    inner join casework_day as d on l.next_step_by < d.day
    where l.is_last
    union all
    select
        school_id,
        'visitor_left' as warning,
        'Visit of ' || strftime(min(on_day), '%-d %B %Y') || ' is with ' || arg_min(adviser, on_day)
        || ', who will have left' as reason,
    from visit_day
    where is_without_adviser
    group by school_id
    union all
    select
        school_id,
        'no_adviser' as warning,
        coalesce('No adviser since ' || had_adviser || ' left', 'No adviser') as reason,
    from school_adviser
    where adviser_id is null
)

select
    f.school_id,
    a.urn,
    f.warning,
    f.reason,
    case f.warning
        when 'over_allowance' then 1
        when 'unbooked' then 2
        when 'review_missing' then 3
        when 'plan_unreviewed' then 4
        when 'unrecorded' then 5
        when 'step_late' then 6
        when 'visitor_left' then 7
        when 'no_adviser' then 8
    end as ord,
    f.warning in ('unbooked', 'review_missing', 'plan_unreviewed', 'unrecorded', 'step_late') as is_late,
from found as f
inner join school_adviser as a using (school_id)
