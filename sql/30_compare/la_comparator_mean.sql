-- Grain: one row per neighbour set, local authority, LAIT measure and period with a value among its neighbours.
-- Inputs: la_position, neighbour_set. Rule: unweighted mean of the neighbours' values, ignoring those without one:
-- k of of_k. LAIT gives no k; we do. Source: domain rules 2.2.
with

member as (
    select *, count(*) over (partition by set_id, la_code) as of_k
    from neighbour_set
)

select
    m.set_id,
    m.kind,
    m.la_code,
    p.measure,
    p.period,
    avg(p.value) as mean,
    count(*)::integer as k,
    any_value(m.of_k)::integer as of_k,
from member as m
inner join la_position as p on p.la_code = m.neighbour_code
where p.value is not null
group by m.set_id, m.kind, m.la_code, p.measure, p.period
