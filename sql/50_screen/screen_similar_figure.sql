-- Grain: one row per school, school similar to it, indicator, pupil group, phase and period for which the latter has a
-- figure. Which schools is the mean of similar schools the mean of?
-- Inputs: comparison, similar_school, indicator, observation, hidden_figure, school. Always a view: it is asked for one
-- mean. The list is the one that the comparison names.
select
    c.urn,
    s.similar_urn,
    n.name as similar_name,
    c.similar_method,
    s.position,
    s.distance,
    o.indicator,
    o.pupil_group,
    o.phase,
    o.period,
    o.value,
from comparison as c
inner join indicator as i using (indicator)
inner join (
    select
        urn,
        method,
        purpose,
        similar_urn,
        min(position) as position,
        min(distance) as distance,
    from similar_school
    group by urn, method, purpose, similar_urn
) as s
    on c.urn = s.urn and c.similar_method = s.method and s.purpose = if(i.area = 'finance', 'finance', 'results')
inner join observation as o
    on
        s.similar_urn = o.urn
        and c.indicator = o.indicator
        and c.pupil_group = o.pupil_group
        and c.phase = o.phase
        and c.period = o.period
inner join school as n on o.urn = n.urn
anti join hidden_figure as h
    on o.urn = h.urn and o.indicator = h.indicator and o.pupil_group = h.pupil_group and o.period = h.period
where o.is_best and o.value is not null
