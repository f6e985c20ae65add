-- Grain: one row per neighbour set of the home council, LAIT measure, period and council of the set. Which councils is
-- the mean of a measure the mean of?
-- Inputs: neighbour_set, la_comparison, setting. Always a view: it is asked for one mean. Rule: unweighted mean of the
-- k councils, of of_k, that have a value, to nine decimals (domain rules 2.2).
select
    n.set_id,
    n.title as set_title,
    n.kind,
    c.measure,
    c.period,
    n.neighbour_code,
    coalesce(n.neighbour_name, n.neighbour_code) as neighbour_name,
    n.position,
    c.value,
    c.status,
    round(avg(c.value) over (partition by n.set_id, c.measure, c.period), 9) as mean,
    (count(c.value) over (partition by n.set_id, c.measure, c.period))::integer as k,
    (count(*) over (partition by n.set_id, c.measure, c.period))::integer as of_k,
from neighbour_set as n
inner join setting as s on s.key = 'home_la' and n.la_code = s.value
inner join la_comparison as c on n.neighbour_code = c.la_code
