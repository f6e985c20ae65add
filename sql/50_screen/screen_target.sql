-- Grain: one city target, in the framework's order. Is it met now, and was it by its date?
-- Inputs: target, area, indicator, pupil_group, screen_target_place.
-- Rules: a target for each district or school is met when every one that can be measured meets it; its distance is
-- then that of the one furthest below and its pupils those of all that fall short, together. What is not measurable
-- says why. Made on first use. Source: product notes 69-82.
with

result as (
    select
        p.target_id,
        any_value(p.period) as period,
        any_value(p.compared_with) as compared_with,
        any_value(p.level) as level,
        any_value(p.value) filter (where p.place_kind = 'city') as city_value,
        any_value(p.cohort) filter (where p.place_kind = 'city') as city_cohort,
        min(p.distance) filter (where p.place_kind = t.geography) as distance,
        count(*) filter (where p.place_kind = t.geography and p.distance is not null) as places,
        count(*) filter (where p.place_kind = t.geography and p.distance >= 0) as places_met,
        if(
            t.geography = 'city',
            any_value(p.pupils) filter (where p.place_kind = 'city'),
            least(0, coalesce(sum(p.pupils) filter (where p.place_kind = t.geography and p.distance < 0), 0))
        ) as pupils,
        count(*) filter (where p.place_kind = 'district' and p.distance is not null) as districts,
        count(*) filter (where p.place_kind = 'district' and p.distance < 0) as districts_short,
        count(*) filter (where p.place_kind = 'school' and p.distance is not null) as schools,
        count(*) filter (where p.place_kind = 'school' and p.distance < 0) as schools_short,
        -sum(p.pupils) filter (where p.place_kind = 'school' and p.distance < 0) as school_pupils_short,
        case when min(p.distance) filter (where p.place_kind = t.geography) >= 0 then 'met' else 'not met' end
            as outcome,
    from screen_target_place as p
    inner join target as t using (target_id)
    where p.is_latest
    group by p.target_id, t.geography
),

due as (
    select
        p.target_id,
        any_value(p.period) as period,
        min(p.distance) as distance,
    from screen_target_place as p
    inner join target as t on p.target_id = t.target_id and p.place_kind = t.geography
    where p.is_due
    group by p.target_id
)

select
    t.target_id,
    t.ord,
    t.area,
    a.title as area_title,
    t.title,
    t.indicator,
    i.title as indicator_title,
    i.unit,
    i.decimals,
    i.polarity,
    t.pupil_group,
    g.title as group_title,
    t.phase,
    t.geography,
    t.comparator,
    t.number,
    t.allowed_gap,
    t.due,
    t.in_pupils,
    t.status,
    t.source,
    t.note,
    coalesce(r.outcome, 'not measurable') as outcome,
    case
        when r.target_id is not null then null
        when t.unmeasured is not null then t.unmeasured
        when i.indicator is null
            then 'No layout carries an indicator ' || t.indicator || ': correct the target, or load what it needs.'
        else
            'No loaded file gives both ' || i.title || ' of ' || lower(g.title[1]) || g.title[2:]
            || ' and what to compare it with.'
    end as reason,
    r.period,
    r.compared_with,
    r.level,
    r.city_value,
    r.city_cohort,
    r.distance,
    r.pupils,
    r.places,
    r.places_met,
    r.districts,
    r.districts_short,
    r.schools,
    r.schools_short,
    r.school_pupils_short,
    d.period as due_period,
    d.distance as due_distance,
    case when d.distance >= 0 then 'met' when d.distance < 0 then 'not met' end as due_outcome,
from target as t
inner join area as a using (area)
left join indicator as i using (indicator)
left join pupil_group as g using (pupil_group)
left join result as r on t.target_id = r.target_id
left join due as d on t.target_id = d.target_id
order by t.ord
