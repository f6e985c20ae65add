-- Grain: one row per school, school similar to it, indicator, pupil group, phase and period for which the latter has a
-- figure. Which schools is the mean of similar schools the mean of?
-- Inputs: similar_school, observation, school. Always a view: it is asked for one mean.
select
    s.urn,
    s.similar_urn,
    n.name as similar_name,
    s.position,
    o.indicator,
    o.pupil_group,
    o.phase,
    o.period,
    o.value,
from (select urn, similar_urn, min(position) as position, from similar_school group by urn, similar_urn) as s
inner join observation as o on o.urn = s.similar_urn
inner join school as n on n.urn = s.similar_urn
where o.is_best and o.value is not null
