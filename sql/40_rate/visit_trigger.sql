-- Grain: one row per listed school and trigger of half a day more at Tier 1 that applies to it. Why, and since when?
-- Inputs: tier_trigger, signal, inspection_window, school, school_fact, judgement, visit_threshold, setting.
-- Rule: framework page 13. rules: a signal of a rule named is at 1 or 2. inspection_window: an inspection is likely.
-- new_head: the first headship, for as long as the threshold says. declared: the council declared a context.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

new_for as (
    select any_value(value)::integer as months, from visit_threshold where name = 'new_head'
),

head as (
    select
        school_id,
        max(text) filter (where item = 'ht_new_to_headship') as is_first,
        max(day) filter (where item = 'ht_since') as since,
    from school_fact
    where is_current and item in ('ht_new_to_headship', 'ht_since')
    group by school_id
),

found as (
    select
        s.urn,
        t.trigger_id,
        max(s.as_of) as day,
        string_agg(s.finding, '; ' order by s.ord) as reason,
    from tier_trigger as t
    inner join signal as s on list_contains(t.rules, s.rule_id)
    where t.test = 'rules' and s.level >= 1
    group by s.urn, t.trigger_id
    union all
    select
        w.urn,
        t.trigger_id,
        w.opens_on as day,
        'likely from ' || strftime(w.opens_on, '%-d %B %Y')
        || case when w.is_overdue then ', overdue since ' || strftime(w.due_by, '%-d %B %Y') else '' end
        || ' (an estimate: Ofsted decides)' as reason,
    from tier_trigger as t
    inner join inspection_window as w on w.is_open
    where t.test = 'inspection_window'
    union all
    select
        s.urn,
        t.trigger_id,
        h.since as day,
        'first headship since ' || strftime(h.since, '%-d %B %Y') as reason,
    from tier_trigger as t
    cross join as_at as n
    cross join new_for as f
    inner join head as h on h.is_first = 'Yes' and h.since + to_months(f.months) >= n.day
    inner join school as s on h.school_id = s.school_id and s.listed
    where t.test = 'new_head'
    union all
    select
        j.urn,
        t.trigger_id,
        j.day,
        coalesce(j.note, 'declared by the council') as reason,
    from tier_trigger as t
    inner join judgement as j on j.kind = 'declared_context'
    where t.test = 'declared'
)

select
    f.urn,
    f.trigger_id,
    any_value(t.title) as title,
    any_value(t.ord) as ord,
    any_value(t.extra_days) as extra_days,
    max(f.day) as day,
    string_agg(f.reason, '; ' order by f.day desc) as reason,
from found as f
inner join tier_trigger as t using (trigger_id)
group by f.urn, f.trigger_id
