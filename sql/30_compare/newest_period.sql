-- Grain: one row per school_id, indicator and pupil group with a value. Which period is the newest?
-- Inputs: comparison.
select
    school_id,
    indicator,
    pupil_group,
    max(period) as newest_period,
from comparison
where value is not null
group by school_id, indicator, pupil_group
order by school_id, indicator, pupil_group
