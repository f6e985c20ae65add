-- Grain: one row per indicator, pupil group, phase and period that has any comparator for the home council's schools.
-- Inputs: benchmark, comparator_mean, pupil_group, la, setting. One value each, all for the same phase and period:
-- national, the home council's region, home council, mean of its statistical neighbours (the set of this release) and
-- of the other core cities; and national_others, England's value of the group that a pupil group is set against
-- (disadvantaged pupils against the others; domain rules 2.3).
-- Rule: a region is known by its name, because each publisher has its own codes; its rows in a file beat LAIT's, the
-- later release the earlier.
with

chosen as (
    select
        any_value(value) filter (where key = 'home_la') as home_la,
        any_value(value) filter (where key = 'neighbour_set') as set_id,
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

in_region as (
    select b.indicator, b.pupil_group, b.phase, b.period, b.value as region,
    from benchmark as b
    cross join chosen as c
    inner join la on c.home_la = la.la_code and name_words(b.area_name) = name_words(la.region)
    where b.is_best and b.area_type = 'region' and b.value is not null
    qualify
        row_number() over (
            partition by b.indicator, b.pupil_group, b.phase, b.period
            order by b.area_code like 'E%' desc, release_rank(b.release_status) desc, b.extract_id desc
        ) = 1
),

mean as (
    select
        m.indicator,
        m.pupil_group,
        m.phase,
        m.period,
        any_value(m.mean) filter (where m.set_id = c.set_id) as neighbour_mean,
        any_value(m.k) filter (where m.set_id = c.set_id) as neighbour_k,
        any_value(m.mean) filter (where m.kind = 'core cities') as core_city_mean,
        any_value(m.k) filter (where m.kind = 'core cities') as core_city_k,
    from comparator_mean as m
    cross join chosen as c
    group by m.indicator, m.pupil_group, m.phase, m.period
),

others as (
    select
        s.indicator,
        g.pupil_group,
        s.phase,
        s.period,
        s.national as national_others,
    from stated as s
    inner join pupil_group as g on s.pupil_group = g.pair
    where s.national is not null
)

select *,
from stated
full join in_region using (indicator, pupil_group, phase, period)
full join mean using (indicator, pupil_group, phase, period)
full join others using (indicator, pupil_group, phase, period)
where phase is not null
