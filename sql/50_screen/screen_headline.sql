-- Grain: one row per headline measure and neighbour set: the latest year of the city beside national, neighbours and
-- core cities.
-- Inputs: headline_value. better says which way the city differs from national at the precision shown.
select
    ord,
    measure,
    title,
    short_title,
    unit,
    area,
    indicator,
    period,
    value,
    national,
    value - national as gap_national,
    neighbour_mean,
    neighbour_k,
    value - neighbour_mean as gap_neighbour,
    core_city_mean,
    core_city_k,
    value - core_city_mean as gap_core_city,
    rank,
    ranked,
    band,
    polarity,
    decimals,
    value_decimals,
    change,
    previous_period,
    case
        when value - national is null or polarity not in ('High', 'Low') then null
        when round(value - national, decimals) = 0 then 'in line'
        when (value > national) = (polarity = 'High') then 'better'
        else 'worse'
    end as better,
    set_id,
from headline_value
where is_latest
order by set_id desc, ord
