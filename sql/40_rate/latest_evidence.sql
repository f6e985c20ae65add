-- Grain: one row per listed school, indicator a rule uses, and pupil group. What is the newest figure that could be
-- rated, and what stood before it?
-- Inputs: latest_result, rule. Every pupil group comes along, for the tests that pair one group with another.
select r.*,
from latest_result as r
semi join rule using (indicator)
