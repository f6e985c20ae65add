-- Grain: one row per indicator, pupil group, phase and period with a comparator. The lines behind a school's own line,
-- also for years in which the school has no value.
-- Inputs: comparator. Only years have a place on a line of years.
select
    *,
    period_start(period) as period_ord,
from comparator
where period_start(period) is not null
order by indicator, pupil_group, phase, period
