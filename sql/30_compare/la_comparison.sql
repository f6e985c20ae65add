-- Grain: one row per LAIT measure, period (as LAIT writes it) and local authority.
-- Inputs: la_position, la_comparator_mean, setting.
-- Rules: neighbour mean by the set of this release; change only from the year directly before, which LAIT's text
-- promises and its code does not check (domain rules 2.2).
with

chosen as (
    select value as set_id, from setting where key = 'neighbour_set'
),

neighbour as (
    select measure, period, la_code, mean as neighbour_mean, k as neighbour_k,
    from la_comparator_mean
    semi join chosen using (set_id)
),

core_city as (
    select measure, period, la_code, mean as core_city_mean, k as core_city_k,
    from la_comparator_mean
    where kind = 'core cities'
)

select
    p.measure,
    p.title,
    p.period,
    p.la_code,
    p.la_name,
    p.region,
    p.value,
    p.status,
    p.national,
    p.polarity,
    p.decimals,
    p.rank,
    p.ranked,
    p.band,
    p.q0,
    p.q25,
    p.q50,
    p.q75,
    p.q100,
    n.neighbour_mean,
    n.neighbour_k,
    c.core_city_mean,
    c.core_city_k,
    p.value - b.value as change,
    b.period as previous_period,
    p.is_latest,
    p.extract_id,
    p.source_row,
    p.national_row,
from la_position as p
left join la_position as b on b.measure = p.measure and b.la_code = p.la_code and b.year = p.year - 1
left join neighbour as n on n.measure = p.measure and n.period = p.period and n.la_code = p.la_code
left join core_city as c on c.measure = p.measure and c.period = p.period and c.la_code = p.la_code
order by p.measure, p.period desc, p.la_code
