-- Grain: one row per indicator, pupil group, phase and period that has any comparator for the home council's schools.
-- Inputs: benchmark, comparator_mean, setting. One value each, all for the same phase and period: national,
-- home council, mean of its statistical neighbours (the set of this release) and of the other core cities.
with

chosen as (
    select
        max(value) filter (where key = 'home_la') as home_la,
        max(value) filter (where key = 'neighbour_set') as set_id,
    from setting
),

stated as (
    select
        b.indicator,
        b.pupil_group,
        b.phase,
        b.period,
        max(b.value) filter (where b.area_type = 'national') as national,
        max(b.value) filter (where b.area_type = 'la') as la,
    from benchmark as b
    cross join chosen as c
    where b.is_best and (b.area_type = 'national' or (b.area_type = 'la' and b.area_code = c.home_la))
    group by b.indicator, b.pupil_group, b.phase, b.period
),

mean as (
    select
        m.indicator,
        m.pupil_group,
        m.phase,
        m.period,
        max(m.mean) filter (where m.set_id = c.set_id) as neighbour_mean,
        max(m.k) filter (where m.set_id = c.set_id) as neighbour_k,
        max(m.mean) filter (where m.kind = 'core cities') as core_city_mean,
        max(m.k) filter (where m.kind = 'core cities') as core_city_k,
    from comparator_mean as m
    cross join chosen as c
    group by m.indicator, m.pupil_group, m.phase, m.period
)

select *,
from stated
full join mean using (indicator, pupil_group, phase, period)
where phase is not null
