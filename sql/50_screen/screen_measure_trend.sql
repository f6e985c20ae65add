-- Grain: one row per LAIT measure, period (as LAIT writes it) and line: the home council, England, each dated set of
-- its statistical neighbours, and core cities. How did the council move beside others where no school has a figure?
-- Inputs: la_comparison, la_comparator_mean, neighbour_set, setting.
-- Always a view: it is asked for one measure. Columns as screen_trend.
-- Rule: the unweighted mean of the k of of_k councils that have a value (domain rules 2.2).
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

own as (
    select c.*,
    from la_comparison as c
    semi join home using (la_code)
),

published as (
    select measure, period, 'la' as line, null as set_id, la_name as name, value, null as k, null as of_k, from own
    union all by name
    select
        measure,
        period,
        'national' as line,
        null as set_id,
        'England' as name,
        national as value,
        null as k,
        null as of_k,
    from own
),

titled as (
    select set_id, any_value(title) as name,
    from neighbour_set
    group by set_id
),

mean as (
    select
        m.measure,
        m.period,
        if(m.kind = 'statistical', 'neighbours', m.kind) as line,
        m.set_id,
        t.name,
        m.mean as value,
        m.k,
        m.of_k,
    from la_comparator_mean as m
    inner join titled as t using (set_id)
    semi join home using (la_code)
),

every_line as (
    select *, from published
    union all by name
    select *, from mean
)

select
    *,
    lait_year(period) as period_ord,
    if(value is null, 'not available', 'value') as status,
    if(contains(lower(period), 'prov'), 'provisional', 'final') as release_status,
from every_line
