-- Grain: one row per indicator, pupil group, phase and period with a comparator. The lines behind a school's own line,
-- also for years in which the school has no value.
-- Inputs: comparator.
select
    *,
    period_start(period) as period_ord,
from comparator
order by indicator, pupil_group, phase, period
