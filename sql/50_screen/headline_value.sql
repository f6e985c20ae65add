-- Grain: one row per headline measure, period with any value, and set of statistical neighbours of the home council.
-- Inputs: headline, la_comparison, neighbour_set, setting.
-- Rule: the mean is the unweighted mean of the neighbours that have a value, k of them (domain rules 2.2).
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

member as (
    select n.set_id, n.neighbour_code,
    from neighbour_set as n
    semi join home using (la_code)
    where n.kind = 'statistical'
),

mean as (
    select
        m.set_id,
        c.measure,
        c.period,
        round(avg(c.value), 9) as neighbour_mean,
        count(c.value)::integer as neighbour_k,
        count(*)::integer as neighbour_of,
    from la_comparison as c
    inner join member as m on c.la_code = m.neighbour_code
    semi join headline as h on c.measure = h.measure
    group by m.set_id, c.measure, c.period
),

whole as (
    -- Some measures are published as whole numbers: their value is shown so, their differences to one place.
    select c.measure, bool_and(c.value = round(c.value)) as is_whole,
    from la_comparison as c
    semi join headline as h on c.measure = h.measure
    where c.is_latest
    group by c.measure
)

select
    h.ord,
    h.measure,
    h.title,
    h.short_title,
    h.unit,
    h.area,
    h.indicator,
    c.* exclude (measure, title, la_code, decimals, neighbour_mean, neighbour_k),
    coalesce(c.decimals, 1) as decimals,
    if(w.is_whole, 0, coalesce(c.decimals, 1)) as value_decimals,
    lait_year(c.period) as period_ord,
    s.set_id,
    m.neighbour_mean,
    coalesce(m.neighbour_k, 0) as neighbour_k,
from headline as h
inner join la_comparison as c using (measure)
semi join home on c.la_code = home.la_code
left join whole as w using (measure)
cross join (select distinct set_id, from member) as s
left join mean as m on s.set_id = m.set_id and c.measure = m.measure and c.period = m.period
