-- Grain: one row per indicator, pupil group, phase and period with a figure of a school of the home council. Between
-- which values does each quarter of the city's schools lie?
-- Inputs: screen_distribution. Always a view: it is asked for one period. Rule: cut points of type 7 over the
-- state-funded schools with a figure, as in comparison_rank; without twelve schools there are none (domain rules 2.3).
select
    indicator,
    pupil_group,
    phase,
    period,
    count(value)::integer as schools,
    (count(*) - count(value))::integer as without,
    min(value) as lowest,
    if(count(value) >= 12, quantile_cont(value, 0.25), null) as q25,
    if(count(value) >= 12, quantile_cont(value, 0.5), null) as q50,
    if(count(value) >= 12, quantile_cont(value, 0.75), null) as q75,
    max(value) as highest,
    any_value(national) as national,
    any_value(la) as la,
from screen_distribution
group by indicator, pupil_group, phase, period
