-- Grain: one row per dataset with due dates and listed school. Who has returned what was asked for, and how late?
-- Inputs: dataset, dataset_due, school_fact, school, setting.
-- Rules: the newest due date up to the as-at day counts. A return answers it when the time it describes ends after the
-- due rule's other day; of several the one returned first. A school owes what its phase and type are asked for, if it
-- was open on the due date; what came under an earlier URN of the school counts. Registers have no due dates.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

due_day as (
    select
        d.dataset,
        make_date(year(a.day) + y.step, d.by_month, d.by_day) as due_on,
        make_date(
            year(a.day) + y.step - if((d.after_month, d.after_day) < (d.by_month, d.by_day), 0, 1),
            d.after_month,
            d.after_day
        ) as after_day,
        a.day as as_at,
    from dataset_due as d
    cross join as_at as a
    cross join (values (-1), (0), (1)) as y (step)
),

due as (
    select
        dataset,
        any_value(as_at) as as_at,
        max(due_on) filter (where due_on <= as_at) as due_on,
        arg_max(after_day, due_on) filter (where due_on <= as_at) as after_day,
        min(due_on) filter (where due_on > as_at) as next_due_on,
    from due_day
    group by dataset
),

sent as (
    select dataset, school_id, period, as_at as last_day, day as returned_on,
    from school_fact
    where item = 'returned_on' and is_best
),

loaded as (
    select distinct dataset, from sent
),

newest as (
    select
        dataset,
        school_id,
        arg_max(period, last_day) as last_period,
        max(last_day) as last_day,
    from sent
    group by dataset, school_id
),

answer as (
    select
        s.dataset,
        s.school_id,
        min(s.returned_on) as returned_on,
    from sent as s
    inner join due as d on s.dataset = d.dataset and s.last_day > d.after_day
    group by s.dataset, s.school_id
),

asked as (
    select
        d.dataset,
        d.title as dataset_title,
        d.owner,
        d.returned_by,
        d.every,
        d.ord as dataset_ord,
        s.urn,
        s.school_id,
        s.name,
        s.phase,
        s.type_group,
        u.as_at,
        u.next_due_on,
        coalesce(
            list_contains(d.phases, s.phase)
            and (s.type_group <> 'academy' or not d.maintained_only)
            and coalesce(s.opened <= u.due_on, true),
            false
        ) as is_asked,
        if(is_asked, u.due_on, null) as due_on,
    from dataset as d
    inner join due as u using (dataset)
    cross join school as s
    where s.listed
),

judged as (
    select
        a.* exclude (is_asked, school_id),
        w.school_id is not null as answered,
        w.returned_on,
        n.last_period,
        n.last_day,
        l.dataset is not null as is_loaded,
    from asked as a
    left join answer as w using (dataset, school_id)
    left join newest as n using (dataset, school_id)
    left join loaded as l using (dataset)
)

select
    dataset,
    dataset_title,
    owner,
    returned_by,
    every,
    dataset_ord,
    urn,
    name,
    phase,
    type_group,
    case
        when due_on is null then 'not asked'
        when answered and returned_on > due_on then 'returned late'
        when answered then 'returned'
        when last_day is null then 'never'
        else 'overdue'
    end as state,
    due_on,
    if(due_on is null or not answered, null, returned_on) as returned_on,
    case
        when due_on is null or (answered and returned_on is null) then null
        when answered then greatest(0, date_diff('day', due_on, returned_on))
        else date_diff('day', due_on, as_at)
    end::integer as days_late,
    last_period,
    last_day,
    next_due_on,
    is_loaded,
from judged
