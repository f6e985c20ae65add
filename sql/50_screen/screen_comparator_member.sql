-- Grain: one row per council in a neighbour set of the home council, indicator, pupil group, phase and period for which
-- any council of the set has a figure. Which councils is a mean the mean of?
-- Inputs: comparator_mean, neighbour_set, benchmark, indicator, pupil_group. Always a view: it is asked for one mean.
-- A council without a figure is there with none, and is not counted in k.
select
    m.set_id,
    n.title as set_title,
    m.indicator,
    m.pupil_group,
    m.phase,
    m.period,
    i.title,
    coalesce(g.title, m.pupil_group) as group_title,
    i.unit,
    i.decimals,
    m.mean,
    m.k,
    m.of_k,
    n.neighbour_code,
    coalesce(n.neighbour_name, n.neighbour_code) as neighbour_name,
    n.position,
    b.value,
    b.status,
from comparator_mean as m
inner join neighbour_set as n on m.set_id = n.set_id and m.la_code = n.la_code
inner join indicator as i on m.indicator = i.indicator
left join pupil_group as g on m.pupil_group = g.pupil_group
left join benchmark as b
    on
        b.is_best
        and b.area_type = 'la'
        and b.area_code = n.neighbour_code
        and m.indicator = b.indicator
        and m.pupil_group = b.pupil_group
        and m.phase = b.phase
        and m.period = b.period
