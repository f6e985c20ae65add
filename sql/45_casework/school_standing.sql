-- Grain: one row per listed school and area of the framework. Where does a school stand that may give support, or need
-- it: as agreed where people agreed, else as the data indicate?
-- Inputs: school, area, area_rating, overall_rating, judgement, casework_visit.
-- category is of the whole school, and area_level of the area: 0 Established or Embedded, 1 Developing, 2 Causing
-- Concern, NULL unknown. area_words says by whom. recognised is what people or visits say of strong practice, newest
-- first: embedded in the area, or as a whole, or seen on a visit that names the area. A visit recorded before
-- areas were asked for names none, and speaks for each.
with

said as (
    select
        urn,
        area,
        kind,
        category,
        level,
        embedded,
        day,
    from judgement
    where kind in ('agreed', 'sia_judgement') and category is not null
),

embedded as (
    select
        urn,
        area,
        day,
        if(kind = 'agreed', 'Agreed', 'Judged by the adviser') || ' Embedded'
        || if(area = 'overall', ' as a whole', ' in this area') || ' on ' || strftime(day, '%-d %B %Y') || '.' as words,
    from said
    where embedded
),

seen as (
    select
        v.school_id,
        a.area,
        arg_max(
            'Strong practice ' || if(v.strong_areas is null, '', 'in this area ') || 'seen on '
            || strftime(v.on_day, '%-d %B %Y') || ': ' || v.strong_practice,
            (v.on_day, v.revision)
        ) as words,
    from casework_visit as v
    inner join area as a on v.strong_areas is null or list_contains(v.strong_areas, a.area)
    where coalesce(trim(v.strong_practice), '') <> ''
    group by v.school_id, a.area
)

select
    s.urn,
    s.school_id,
    s.name,
    s.compare_phase,
    s.trust_name,
    a.area,
    a.title as area_title,
    coalesce(w.category, o.indicated) as category,
    w.category is not null as is_agreed,
    coalesce(
        d.level, case r.rating when 'green' then 0 when 'amber' then 1 when 'red' then 2 end
    ) as area_level,
    case
        when d.category is not null
            then a.title || ' agreed ' || d.category || ' on ' || strftime(d.day, '%-d %B %Y') || '.'
        when r.rating in ('green', 'amber', 'red') then a.title || ' ' || r.rating || ' from the evidence.'
        else a.title || ' not rated.'
    end as area_words,
    list_filter([e.words, v.words, n.words], lambda said_so: said_so is not null) as recognised,
    s.easting,
    s.northing,
    s.fsm6_pct,
    s.eal_pct,
    s.sen_sup_pct,
    s.ehcp_pct,
from school as s
cross join area as a
left join overall_rating as o on s.urn = o.urn
left join area_rating as r on s.urn = r.urn and a.area = r.area
left join said as w on s.urn = w.urn and w.area = 'overall' and w.kind = 'agreed'
left join said as d on s.urn = d.urn and a.area = d.area and d.kind = 'agreed'
left join (
    select urn, area, arg_max(words, day) as words, from embedded where area <> 'overall' group by urn, area
) as e on s.urn = e.urn and a.area = e.area
left join (
    select urn, arg_max(words, day) as words, from embedded where area = 'overall' group by urn
) as v on s.urn = v.urn
left join seen as n on s.school_id = n.school_id and a.area = n.area
where s.listed
