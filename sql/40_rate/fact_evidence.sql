-- Grain: one row per listed school, rule that reads answers of a council return, and item it reads. What was answered
-- last, and may it be rated?
-- Inputs: school_rule, rule, rule_limit, school_fact, dataset_item, setting.
-- Rule: the newest return of the school counts, or of the school it was before; it ages from the last day of the time
-- it describes. For a date the newest one ever given is kept beside it.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

asked as (
    select
        s.school_id,
        s.urn,
        s.rule_id,
        s.test,
        r.title,
        unnest(r.items) as item,
        generate_subscripts(r.items, 1) as place,
        l.max_age,
        l.at_limit,
        l.grace,
        l.terms,
        r.words,
    from school_rule as s
    inner join rule as r using (rule_id)
    inner join rule_limit as l on s.rule_id = l.rule_id and l.phase = 'all'
    where r.items is not null
),

read as (
    select distinct unnest(items) as item,
    from rule
    where items is not null
),

told as (
    select
        f.school_id,
        f.item,
        i.title as item_title,
        arg_max(f.text, f.as_at) filter (where f.is_current) as said,
        arg_max(f.number, f.as_at) filter (where f.is_current) as number,
        arg_max(f.day, f.as_at) filter (where f.is_current) as day,
        max(f.day) as newest_day,
        min(f.as_at) as first_as_at,
        max(f.as_at) as as_at,
        arg_max(f.period, f.as_at) as period,
        arg_max(f.status, f.as_at) as status,
        arg_max(f.extract_id, f.as_at) as extract_id,
    from school_fact as f
    semi join read using (item)
    inner join dataset_item as i using (dataset, item)
    where f.is_best
    group by f.school_id, f.item, i.title
)

select
    a.*,
    t.* exclude (school_id, item),
    n.day as seen_on,
    case
        when t.as_at is null then 'no data'
        when t.as_at + to_months(cast(a.max_age as integer)) < n.day then 'aged'
        else 'rated'
    end as gate,
from asked as a
cross join as_at as n
left join told as t using (school_id, item)
