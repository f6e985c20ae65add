-- Grain: one row per LAIT measure, period (as LAIT writes it) and local authority. Which councils do best, and which
-- place is ours?
-- Inputs: la_comparison, neighbour_set, setting. Always a view: it is asked for one measure.
-- Rules: LAIT's own (domain rules 2.2), change only from the year directly before. neighbour_of names the dated sets of
-- the home council that the council is in.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

member as (
    select
        neighbour_code as la_code,
        list(set_id order by set_id) filter (where kind = 'statistical') as neighbour_of,
        bool_or(kind = 'core cities') as core_city,
    from neighbour_set
    semi join home using (la_code)
    group by neighbour_code
)

select
    c.measure,
    c.title,
    c.period,
    lait_year(c.period) as period_ord,
    c.la_code,
    c.la_name,
    c.region,
    c.value,
    c.national,
    c.rank,
    c.ranked,
    c.band,
    c.q25,
    c.q50,
    c.q75,
    c.change,
    c.previous_period,
    c.decimals,
    c.polarity,
    c.is_latest,
    c.extract_id,
    c.la_code = h.la_code as is_home,
    coalesce(m.neighbour_of, []) as neighbour_of,
    coalesce(m.core_city, false) as core_city,
from la_comparison as c
cross join home as h
left join member as m on c.la_code = m.la_code
