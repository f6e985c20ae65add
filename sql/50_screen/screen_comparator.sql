-- Grain: one row per neighbour set of the home council, indicator, pupil group, phase and period. The means to show
-- when another set of neighbours is chosen.
-- Inputs: comparator_mean, setting.
select
    m.set_id,
    m.kind,
    m.indicator,
    m.pupil_group,
    m.phase,
    m.period,
    m.mean,
    m.k,
    m.of_k,
from comparator_mean as m
inner join setting as s on s.key = 'home_la' and m.la_code = s.value
order by m.set_id desc, m.indicator, m.pupil_group, m.phase, m.period
