-- Grain: one row per listed school whose next inspection can be dated. From when is one likely? An estimate: Ofsted
-- decides.
-- Inputs: school, school_inspection, inspection_level, inspection_threshold, setting.
-- Rule (domain rules 4.2), from the school's own last inspection that gave grades: in a category of concern, at any
-- time; with any judgement below good or expected, from window_concern months on and due by due_concern; else from
-- window_good on and due by the end of the due_good-th academic year after it. A new school without one: from its
-- third year.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

span as (
    select
        any_value(value) filter (where name = 'window_good')::integer as window_good,
        any_value(value) filter (where name = 'window_concern')::integer as window_concern,
        any_value(value) filter (where name = 'due_good')::integer as due_good,
        any_value(value) filter (where name = 'due_concern')::integer as due_concern,
        any_value(value) filter (where name = 'new_school')::integer as new_school,
    from inspection_threshold
),

graded as (
    select
        i.school_urn as urn,
        i.inspection_date as last_day,
        any_value(i.category) is not null as in_category,
        coalesce(bool_or(l.level <> 'established'), false) as has_concern,
    from school_inspection as i
    left join inspection_level as l using (scale, ordinal)
    where i.standing <> 'predecessor' and i.kind in ('graded', 'report card')
    group by i.school_urn, i.inspection_date
    qualify row_number() over (partition by i.school_urn order by i.inspection_date desc) = 1
),

dated as (
    select
        s.urn,
        g.last_day,
        case
            when g.in_category then g.last_day
            when g.has_concern then g.last_day + to_months(n.window_concern)
            when g.last_day is not null then g.last_day + to_months(n.window_good)
            else s.opened + to_months(n.new_school)
        end::date as opens_on,
        case
            when g.in_category or g.has_concern then g.last_day + to_months(n.due_concern)
            when g.last_day is not null then make_date(year(g.last_day - to_months(8)) + 1 + n.due_good, 8, 31)
        end::date as due_by,
    from school as s
    cross join span as n
    left join graded as g using (urn)
    where s.listed
)

select
    d.urn,
    d.last_day,
    d.opens_on,
    d.due_by,
    n.day >= d.opens_on as is_open,
    coalesce(n.day > d.due_by, false) as is_overdue,
from dated as d
cross join as_at as n
where d.opens_on is not null and (d.last_day is not null or d.opens_on + to_years(1) > n.day)
