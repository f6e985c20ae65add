-- Grain: one row per listed school, indicator a rule uses, and pupil group. What is the newest figure that could be
-- rated, and what stood before it?
-- Inputs: latest_result, rule. Pupils with SEN support come along for the test that pairs them with another group,
-- and the parts that a rule adds up.
with

used as (
    select indicator, pupil_group, from rule where indicator is not null
    union
    select indicator, 'sen_sup' as pupil_group, from rule where test = 'groups_well_below'
    union
    select unnest(parts) as indicator, 'all' as pupil_group, from rule
)

select r.*,
from latest_result as r
semi join used using (indicator, pupil_group)
