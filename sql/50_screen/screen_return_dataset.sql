-- Grain: one row per dataset the council asks for. How many of the schools that owe it have returned it?
-- Inputs: dataset, screen_return, school_fact. Registers have no due dates: they are loaded or not.
with

counted as (
    select
        dataset,
        max(due_on) as due_on,
        any_value(next_due_on) as next_due_on,
        count(*) filter (where state <> 'not asked') as asked,
        count(*) filter (where state = 'returned') as returned,
        count(*) filter (where state = 'returned late') as late,
        count(*) filter (where state = 'overdue') as overdue,
        count(*) filter (where state = 'never') as never,
    from screen_return
    group by dataset
),

loaded as (
    select dataset, max(as_at) as last_day, count(distinct extract_id) as extracts,
    from school_fact
    group by dataset
)

select
    d.dataset,
    d.title as dataset_title,
    d.owner,
    d.returned_by,
    d.every,
    d.ord as dataset_ord,
    l.dataset is not null as is_loaded,
    c.due_on,
    c.next_due_on,
    coalesce(c.asked, 0)::integer as asked,
    coalesce(c.returned, 0)::integer as returned,
    coalesce(c.late, 0)::integer as late,
    coalesce(c.overdue, 0)::integer as overdue,
    coalesce(c.never, 0)::integer as never,
    l.last_day,
    coalesce(l.extracts, 0)::integer as extracts,
from dataset as d
left join counted as c using (dataset)
left join loaded as l using (dataset)
order by d.ord
