-- Grain: one row per headline measure, period and neighbour set. How has the city moved beside the others?
-- Inputs: headline_value. period_ord is the year as a number: a step of more than one is a gap that is never bridged.
select
    measure,
    period,
    period_ord,
    value,
    national,
    neighbour_mean,
    core_city_mean,
    rank,
    ranked,
    set_id,
from headline_value
order by set_id desc, measure, period_ord
