-- Grain: one row per listed school, indicator and pupil group that a rule of its phase reads, with a valid figure. What
-- does the newest figure say in one plain sentence, and does it stand out?
-- Inputs: latest_result, latest_streak, signal, threshold, area, indicator, catalogue, pupil_group, standing_way.
-- Rule: a figure that is tested is set beside national (a progress score beside average), with what the test says; any
-- other beside similar schools where enough of them have a figure (threshold min_similar), else beside national, at the
-- precision shown. "third year above" counts years in a row on that side (latest_streak).
-- stands_out: a rule finds it at Developing or Causing Concern, or it is significantly above or below national. Where
-- the framework tells by fifths of schools, a tested figure says its fifth instead, and the outer fifths stand out.
with

asked as (
    select
        urn,
        area,
        indicator,
        pupil_group,
        min(ord) as ord,
        coalesce(max(level) >= 1, false) as is_found,
    from signal
    where indicator is not null
    group by urn, area, indicator, pupil_group
),

enough as (
    select max(value) as min_similar, from threshold where name = 'min_similar'
),

placed as (
    select
        q.*,
        r.school_id,
        r.published_urn,
        r.phase,
        r.period,
        r.value,
        r.cohort,
        r.significance,
        r.similar_method,
        r.extract_id,
        i.title,
        i.unit,
        i.decimals,
        i.count_indicator,
        k.denominator,
        coalesce(g.title, q.pupil_group) as group_title,
        if(
            w.by_fifths and r.significance is not null,
            standing_band(null, if(r.national_of >= w.min_ranked, r.quintile, null), w.way),
            null
        ) as fifth,
        r.significance is null and i.kind <> 'progress' and coalesce(r.similar_k >= e.min_similar, false) as by_similar,
        if(i.kind = 'progress', 'average', if(by_similar, 'similar schools', 'national')) as beside,
        if(i.kind = 'progress', 0, if(by_similar, r.similar_mean, r.national)) as reference,
        if(by_similar, t.similar_side, t.national_side) as side,
        if(by_similar, t.similar_years, t.national_years) as years,
    from asked as q
    inner join latest_result as r using (urn, indicator, pupil_group)
    inner join latest_streak as t using (urn, indicator, pupil_group, period)
    inner join indicator as i using (indicator)
    left join catalogue as k using (indicator)
    left join pupil_group as g using (pupil_group)
    cross join enough as e
    cross join standing_way as w
)

select
    p.urn,
    p.school_id,
    p.area,
    a.ord as area_ord,
    a.title as area_title,
    p.indicator,
    p.pupil_group,
    p.title,
    p.group_title,
    p.ord,
    p.published_urn,
    p.phase,
    p.period,
    p.value,
    p.unit,
    p.decimals,
    p.cohort,
    p.beside,
    p.reference,
    if(p.by_similar, p.similar_method, null) as similar_method,
    p.years,
    p.is_found
    or case
        when p.fifth is not null then p.fifth like 'well%'
        else coalesce(p.significance in ('above', 'below'), false)
    end as stands_out,
    regexp_replace(p.title, ' \(.*\)$', '')
    || if(p.pupil_group = 'all', '', ', ' || lower(p.group_title[1]) || p.group_title[2:]) || ' '
    || figure(p.value, p.decimals, p.unit)
    || coalesce(
        case
            when contains(lower(p.denominator), 'sessions') then ' of sessions, '
            when p.unit = 'percent' and p.count_indicator is null then ' of '
            else ', '
        end
        || format('{:,}', p.cohort) || if(p.cohort = 1, ' pupil', ' pupils'),
        ''
    )
    || ' in ' || p.period
    || case
        when p.fifth is not null
            then
                ', ' || fifth_words(p.fifth)
                || if(p.beside = 'national', ' (national ' || figure(p.reference, p.decimals, p.unit) || ')', '')
        when p.reference is null or p.side is null then ''
        when p.beside = 'average' and p.side = 0 then ', in line with average'
        when p.beside = 'average' then ', significantly ' || p.significance || ' average'
        when p.significance = 'in line'
            then ', in line with national (' || figure(p.reference, p.decimals, p.unit) || ')'
        else
            ', ' || against(p.value, p.reference, p.decimals, p.unit, p.beside)
            || if(p.significance is null, '', ', significant')
    end
    || case
        when p.years >= 2 and p.side <> 0 and p.fifth is null
            then
                ', '
                || coalesce(
                    ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'][p.years - 1],
                    p.years || 'th'
                )
                || ' year ' || if(p.side > 0, 'above', 'below')
        else ''
    end
    || '.' as sentence,
    p.extract_id,
from placed as p
inner join area as a using (area)
order by p.urn, a.ord, p.ord, p.indicator, p.pupil_group
