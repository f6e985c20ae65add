-- Grain: one measurable city target, place (the city, a district, a school) and period: how far is it from the target?
-- Inputs: target, indicator, indicator_gap, comparator, comparison, comparator_group, school, setting, la.
-- Rules: level is what the target asks for: the comparator's figure of the same phase and period, less the allowed
-- gap where higher is better and more it where lower is. distance is in points, below nought where the place falls
-- short; pupils is the same in pupils (whole ones needed to reach the level, or to spare), for shares of pupils
-- only. A district's value is that of its listed schools together, each by its cohort. Schools below the indicator's
-- least cohort are not judged. is_latest marks the newest period in which the target can be measured, is_due the
-- last one that ended by its date; years that the indicator leaves out are left out. Made on first use. Source: product
-- notes 69-82.
with

asked as (
    select
        t.target_id,
        t.indicator,
        t.pupil_group,
        t.phase,
        t.comparator,
        t.number,
        t.allowed_gap,
        t.geography,
        t.due,
        t.in_pupils,
        i.polarity,
        i.min_cohort,
    from target as t
    inner join indicator as i using (indicator)
),

home as (
    select coalesce(l.la_name, 'The city') as la_name,
    from setting as s
    left join la as l on s.value = l.la_code
    where s.key = 'home_la'
),

-- Of two URNs of one school with a result in one period the later one stands for it.
result as (
    select
        a.target_id,
        c.school_id,
        c.urn,
        c.period,
        c.value,
        c.cohort,
    from asked as a
    inner join comparison as c using (indicator, pupil_group, phase)
    anti join indicator_gap as n on n.indicator = a.indicator and n.period = c.period
    where c.value is not null
    qualify row_number() over (partition by a.target_id, c.school_id, c.period order by c.urn desc) = 1
),

beside as (
    select
        a.target_id,
        o.period,
        o.la as city_value,
        case a.comparator
            when 'national' then e.national
            when 'national same group' then o.national
            when 'national others' then o.national_others
            when 'city' then e.la
        end as compared_with,
    from asked as a
    inner join comparator as o using (indicator, pupil_group, phase)
    left join comparator as e
        on e.indicator = a.indicator and e.phase = a.phase and e.period = o.period and e.pupil_group = 'all'
    anti join indicator_gap as n on n.indicator = a.indicator and n.period = o.period
),

spell as (
    select target_id, period, from beside
    union
    select target_id, period, from result
),

level as (
    select
        s.target_id,
        s.period,
        b.city_value,
        coalesce(b.compared_with, a.number) as compared_with,
    from spell as s
    inner join asked as a using (target_id)
    left join beside as b on s.target_id = b.target_id and s.period = b.period
),

district as (
    select
        r.target_id,
        g.group_id,
        any_value(g.title) as title,
        r.period,
        round(sum(r.value * r.cohort) / sum(r.cohort), 9) as value,
        sum(r.cohort) as cohort,
        count(*) as schools,
    from result as r
    inner join comparator_group as g on r.school_id = g.school_id and g.kind = 'district'
    where r.cohort > 0
    group by r.target_id, g.group_id, r.period
),

city as (
    select
        l.target_id,
        l.period,
        l.city_value as value,
        sum(r.cohort) as cohort,
        count(r.school_id) as schools,
    from level as l
    left join result as r using (target_id, period)
    where l.city_value is not null
    group by l.target_id, l.period, l.city_value
),

place as (
    select
        c.target_id,
        'city' as place_kind,
        'city' as place_id,
        h.la_name as place,
        null as urn,
        null as published_urn,
        c.period,
        c.value,
        c.cohort,
        c.schools,
    from city as c
    cross join home as h
    union all by name
    select target_id, 'district' as place_kind, group_id as place_id, title as place, period, value, cohort, schools,
    from district
    union all by name
    select
        r.target_id,
        'school' as place_kind,
        r.school_id as place_id,
        s.name as place,
        s.urn,
        r.urn as published_urn,
        r.period,
        r.value,
        r.cohort,
        1 as schools,
    from result as r
    inner join school as s on r.school_id = s.school_id and s.listed
),

measured as (
    select
        p.*,
        a.geography,
        a.in_pupils,
        a.due,
        a.polarity,
        l.compared_with,
        l.compared_with - a.polarity * a.allowed_gap as level,
        case
            when p.place_kind = 'school' and coalesce(p.cohort, 0) < a.min_cohort
                then 'fewer than ' || a.min_cohort || ' pupils'
            when l.compared_with is null then 'nothing to compare with'
        end as reason,
        if(reason is null, round(a.polarity * (p.value - level), 6), null) as distance,
    from place as p
    inner join asked as a using (target_id)
    left join level as l using (target_id, period)
),

ordered as (
    select
        *,
        max(period) filter (where distance is not null and place_kind = geography) over (partition by target_id)
            as latest_period,
        max(period) filter (
            where distance is not null and place_kind = geography and period_last_day(period) <= due
        ) over (partition by target_id) as due_period,
    from measured
)

select
    target_id,
    place_kind,
    place_id,
    place,
    urn,
    published_urn,
    period,
    value,
    cohort,
    schools,
    compared_with,
    level,
    distance,
    case
        when not in_pupils or cohort is null then null
        when distance < 0 then -ceil(round(-distance * cohort / 100, 6))
        else floor(round(distance * cohort / 100, 6))
    end::integer as pupils,
    case when distance < 0 then 'not met' when distance >= 0 then 'met' else 'not measured' end as outcome,
    reason,
    coalesce(period = latest_period, false) as is_latest,
    coalesce(period = due_period, false) as is_due,
from ordered
order by target_id, period, place_kind, distance, place
