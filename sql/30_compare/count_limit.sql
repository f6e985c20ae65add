-- Grain: one row per number of events that any rate of a year, or of three pooled, counts.
-- Inputs: comparison_value, comparison_trend. Rule: exact Poisson 95% limits (domain rules 2.1); worked out once for
-- each number, because many schools share it.
with

counted as (
    select cast(numerator as bigint) as events, from comparison_value where test = 'poisson' and numerator >= 0
    union
    select pooled_count as events, from comparison_trend where pooled_count is not null
)

select
    events,
    poisson_low(events) as low,
    poisson_high(events) as high,
from counted
