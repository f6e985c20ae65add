-- Grain: one row per listed school, indicator a rule uses, and pupil group. What is the newest figure that could be
-- rated, and what stood before it?
-- Inputs: latest_result, rule. Every pupil group comes along, for the tests that pair one group with another.
select
    r.* exclude (
        release_status, denominator, neighbour_mean, neighbour_k, core_city_mean, core_city_k, la_rank, gap_neighbour,
        z_national, significance, change, relative_change, relative_z, pooled_value, pooled_cohort
    ),
from latest_result as r
semi join rule using (indicator)
