-- Grain: one row per neighbour set of the home council, indicator, pupil group, phase and period with a value.
-- Inputs: neighbour_set, benchmark (council rows), setting. One set makes a whole series: valid_from is the day from
-- which the set is current, so that two sets can be drawn with the break between them marked.
-- Rule: unweighted mean of the councils' values, ignoring those without one: k of of_k (domain rules 2.2). Core cities
-- are a set of their own, without the home council. To nine decimals: what lies beyond depends on the order in which
-- the values are added up, and two builds must agree.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

member as (
    select n.*, count(*) over (partition by n.set_id) as of_k,
    from neighbour_set as n
    semi join home using (la_code)
),

la_value as (
    select area_code, indicator, pupil_group, phase, period, value,
    from benchmark
    where is_best and area_type = 'la' and value is not null
)

select
    m.set_id,
    m.kind,
    m.title,
    m.valid_from,
    m.la_code,
    v.indicator,
    v.pupil_group,
    v.phase,
    v.period,
    round(avg(v.value), 9) as mean,
    count(*)::integer as k,
    m.of_k::integer as of_k,
from member as m
inner join la_value as v on v.area_code = m.neighbour_code
group by m.set_id, m.kind, m.title, m.valid_from, m.la_code, m.of_k, v.indicator, v.pupil_group, v.phase, v.period
