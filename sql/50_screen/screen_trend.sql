-- Grain: one row per indicator, pupil group, phase, period and line: the home council, England, the council's region,
-- each dated set of its statistical neighbours, and core cities. How did the city move beside others?
-- Inputs: benchmark, comparator, comparator_mean, la, setting, indicator_gap, indicator_break.
-- Always a view: it is asked for one indicator. Rules: the published value of each area, is_best; the unweighted mean
-- of the k of of_k councils that have one (domain rules 2.2); only whole years, in the order of period_ord, a step of
-- more than one being a gap. valid is no where the year has no valid results; breaks says why it cannot be set beside
-- the years before.
with

home as (
    select s.value as la_code, l.la_name, l.region,
    from setting as s
    left join la as l on s.value = l.la_code
    where s.key = 'home_la'
),

published as (
    select
        b.indicator,
        b.pupil_group,
        b.phase,
        b.period,
        b.area_type as line,
        null as set_id,
        if(b.area_type = 'national', 'England', h.la_name) as name,
        b.value,
        null as k,
        null as of_k,
        b.status,
        b.release_status,
        b.extract_id,
    from benchmark as b
    cross join home as h
    where
        b.is_best
        and (b.area_type = 'national' or (b.area_type = 'la' and b.area_code = h.la_code))
),

-- A region comes under several codes; comparator has chosen among them.
in_region as (
    select
        c.indicator,
        c.pupil_group,
        c.phase,
        c.period,
        'region' as line,
        null as set_id,
        h.region as name,
        c.region as value,
        null as k,
        null as of_k,
        'value' as status,
        null as release_status,
        null as extract_id,
    from comparator as c
    cross join home as h
    where c.region is not null
),

mean as (
    select
        m.indicator,
        m.pupil_group,
        m.phase,
        m.period,
        if(m.kind = 'statistical', 'neighbours', m.kind) as line,
        m.set_id,
        m.title as name,
        m.mean as value,
        m.k,
        m.of_k,
        'value' as status,
        null as release_status,
        null as extract_id,
    from comparator_mean as m
    inner join home as h on m.la_code = h.la_code
    where m.kind in ('statistical', 'core cities')
),

every_line as (
    select *, from published
    union all by name
    select *, from in_region
    union all by name
    select *, from mean
)

select
    e.*,
    coalesce(period_start(e.period), try_cast(e.period as integer)) as period_ord,
    g.indicator is null as valid,
    g.reason as gap_reason,
    b.reason as break_reason,
from every_line as e
left join indicator_gap as g on e.indicator = g.indicator and e.period = g.period
left join indicator_break as b on e.indicator = b.indicator and e.period = b.period
where period_start(e.period) is not null or regexp_full_match(e.period, '\d{4}')
