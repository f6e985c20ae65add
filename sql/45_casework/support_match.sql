-- Grain: one row per listed school that may need support (urn), area, and school of its phase that may give it. Who
-- could help here, and why? Always a view: it is asked for one school and area.
-- Inputs: school_standing, measure_strength, offer_load, similar_school.
-- Rules (framework pages 9, 12 and 13; product M5): of the same phase; strong on the very measures in which a rule
-- finds fault with the receiver's area (where none does, on the area's core figures; where no figure speaks for the
-- area, recognised by people); green in the area; not Causing Concern; not of the receiver's trust, which supports its
-- own. barrier says what of this fails, NULL where nothing does. measures are the figures in which the giver is strong,
-- the receiver's beside them. The parts by which candidates are ordered stand as columns, so that a screen can say
-- them: availability (1 days free now, 2 nothing offered yet, 3 all in use), strong and best, recognised, is_alike, km.
with

asked as (
    select *,
    from measure_strength
    qualify level > 0 or (core and max(level) over (partition by urn, area) = 0)
),

-- how many figures speak for the receiver's area, and are a concern
wanted as (
    select urn, area, count(*)::integer as measures, bool_or(level > 0) as is_weak,
    from asked
    group by urn, area
),

strong as (
    select
        q.urn,
        q.area,
        g.urn as giver_urn,
        count(*)::integer as strong,
        max(g.strength) as best,
        list(
            g.title || ': ' || figure(g.value, g.decimals, g.unit) || ' ' || g.at_time
            || case
                when g.strength >= 2 and g.national is null then ', significantly better than average'
                when g.strength >= 2
                    then ', significantly better than national (' || figure(g.national, g.decimals, g.unit) || ')'
                when g.national is null then ', in the best quarter of the city’s schools'
                else ', better than national (' || figure(g.national, g.decimals, g.unit) || ')'
            end
            || if(g.strength = 3, ' and in the best fifth nationally', '')
            || '; here ' || figure(q.value, q.decimals, q.unit) || if(q.period = g.period, '', ' ' || q.at_time) || '.'
            order by g.strength desc, q.level desc, q.ord, q.indicator, q.pupil_group
        ) as measures,
    from asked as q
    inner join measure_strength as g
        on q.area = g.area and q.indicator = g.indicator and q.pupil_group = g.pupil_group
    where g.strength is not null
    group by q.urn, q.area, g.urn
),

-- one offer for each school and area: the open one with most days free
offered as (
    select
        school_id,
        area,
        arg_max(record_id, (free, record_id)) as offer_id,
        arg_max(half_days, (free, record_id)) as half_days,
        arg_max(used, (free, record_id)) as used,
        arg_max(free, (free, record_id)) as free,
        arg_max(to_on, (free, record_id)) as to_on,
        arg_max(practice, (free, record_id)) as practice,
    from (select *, unnest(areas) as area, from offer_load where state = 'open') as each_area
    group by school_id, area
),

-- DfE's own list first, else the list worked out among the council's schools
alike as (
    select
        urn,
        similar_urn,
        purpose,
        arg_min(position, method <> 'DfE list') as position,
        bool_or(method = 'DfE list') as is_listed,
    from similar_school
    where method = 'DfE list' or reach = 'local'
    group by urn, similar_urn, purpose
)

select
    r.urn,
    r.area,
    g.urn as giver_urn,
    g.school_id as giver_id,
    g.name as giver_name,
    case
        when g.category = 'Causing Concern'
            then 'Causing Concern' || if(g.is_agreed, ', as agreed.', ', as the data indicate.')
        when g.trust_name = r.trust_name then 'Of the same trust, ' || g.trust_name || ', which supports its own.'
        when coalesce(g.area_level, 1) > 0 then g.area_words
        when w.measures > 0 and t.strong is null then 'Not known to be strong on the measures in question.'
        when w.measures is null and len(g.recognised) = 0 and o.offer_id is null
            then 'No figure speaks for this area, and nobody has recorded strong practice.'
    end as barrier,
    case when o.free > 0 then 1 when o.offer_id is null then 2 else 3 end as availability,
    coalesce(t.strong, 0) as strong,
    coalesce(w.measures, 0) as asked,
    coalesce(w.is_weak, false) as is_weak,
    t.best,
    coalesce(t.measures, []) as measures,
    g.area_words as standing,
    g.recognised,
    a.position <= 15 as is_alike,
    a.position,
    case
        when a.is_listed then 'Number ' || a.position || ' on DfE’s list of schools like this one.'
        when a.position is not null then 'Number ' || a.position || ' of the 15 most alike in the city.'
        else 'Not among those most alike.'
    end
    || coalesce(
        ' ' || nullif(
            array_to_string(
                list_filter(
                    [
                        'Free school meals in the past six years ' || format('{:.0f}%', g.fsm6_pct)
                        || format(' (here {:.0f}%)', r.fsm6_pct),
                        'English as an additional language ' || format('{:.0f}%', g.eal_pct)
                        || format(' (here {:.0f}%)', r.eal_pct),
                        'SEN support ' || format('{:.0f}%', g.sen_sup_pct) || format(' (here {:.0f}%)', r.sen_sup_pct)
                    ],
                    lambda part: part is not null
                ),
                ', '
            ),
            ''
        ) || '.',
        ' The intake of one of the two is not known.'
    ) as intake,
    round(sqrt(power(g.easting - r.easting, 2) + power(g.northing - r.northing, 2)) / 1000, 1) as km,
    case
        when g.easting is null or g.northing is null or r.easting is null or r.northing is null
            then 'How near is not known: one of the two has no coordinates in the release.'
        else
            format('{:.1f}', sqrt(power(g.easting - r.easting, 2) + power(g.northing - r.northing, 2)) / 1000)
            || ' km away in a straight line.'
    end as near,
    o.offer_id,
    o.free,
    case
        when o.offer_id is null then 'Nothing offered for this area: the school would have to be asked.'
        else
            'Offers ' || printf('%g', o.half_days / 2) || if(o.half_days = 2, ' day', ' days') || ' until '
            || strftime(o.to_on, '%-d %B %Y') || ', ' || printf('%g', o.used / 2) || ' in use: '
            || printf('%g', o.free / 2) || ' free.'
    end as availability_words,
    o.practice,
from school_standing as r
inner join school_standing as g on r.area = g.area and r.compare_phase = g.compare_phase and r.urn <> g.urn
left join wanted as w on r.urn = w.urn and r.area = w.area
left join strong as t on r.urn = t.urn and r.area = t.area and g.urn = t.giver_urn
left join offered as o on g.school_id = o.school_id and g.area = o.area
left join alike as a
    on r.urn = a.urn and g.urn = a.similar_urn and a.purpose = if(r.area = 'finance', 'finance', 'results')
