-- Grain: one row per neighbour set, local authority, LAIT measure and period with a value among its neighbours.
-- Held for every authority in this release's set and in the core cities, and for the home council in every set.
-- Inputs: la_position, neighbour_set, setting. Rule: unweighted mean of the neighbours' values, ignoring those without
-- one: k of of_k, to nine decimals (as comparator_mean). LAIT gives no k; we do. Source: domain rules 2.2.
with

chosen as (
    select
        any_value(value) filter (where key = 'home_la') as home_la,
        any_value(value) filter (where key = 'neighbour_set') as set_id,
    from setting
),

-- Numbers instead of texts as keys: five million pairs are averaged here.
panel as (
    select
        n.set_id,
        n.kind,
        n.la_code,
        row_number() over (order by n.set_id, n.kind, n.la_code) as panel_no,
        count(*)::integer as of_k,
    from neighbour_set as n
    cross join chosen as c
    where n.set_id = c.set_id or n.kind = 'core cities' or n.la_code = c.home_la
    group by n.set_id, n.kind, n.la_code
),

cell as (
    select measure, period, row_number() over (order by measure, period) as cell_no,
    from la_position
    group by measure, period
),

la_value as (
    select c.cell_no, p.la_code, p.value,
    from la_position as p
    inner join cell as c using (measure, period)
    where p.value is not null
),

averaged as (
    select p.panel_no, v.cell_no, round(avg(v.value), 9) as mean, count(*)::integer as k,
    from neighbour_set as n
    inner join panel as p using (set_id, la_code)
    inner join la_value as v on v.la_code = n.neighbour_code
    group by p.panel_no, v.cell_no
)

select
    p.set_id,
    p.kind,
    p.la_code,
    c.measure,
    c.period,
    a.mean,
    a.k,
    p.of_k,
from averaged as a
inner join panel as p using (panel_no)
inner join cell as c using (cell_no)
