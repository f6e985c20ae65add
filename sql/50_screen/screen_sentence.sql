-- Grain: one row per listed school, indicator and pupil group that a rule of its phase reads, with a figure. What does
-- the newest figure say in one plain sentence, and does it stand out?
-- Inputs: school, rule, comparison, indicator, indicator_break, indicator_gap, pupil_group, area, signal, threshold.
-- Always a view: it is asked for one school, or for a list to write.
-- Rule: a figure that is tested is set beside national (a progress score beside average), with what the test says; any
-- other beside similar schools where enough of them have a figure (threshold min_similar), else beside national, at the
-- precision shown. "third year above" counts the academic years in a row, each with a valid figure and measured one
-- way, that lie on the same side of the same comparator; a year without one ends the count.
-- stands_out: a rule finds it at Developing or Causing Concern, or it is significantly above or below national.
with

asked as (
    select
        s.urn,
        s.school_id,
        r.indicator,
        r.pupil_group,
        min(r.ord) as ord,
    from school as s
    inner join rule as r on list_contains(r.phases, s.phase)
    where s.listed and r.indicator is not null
    group by s.urn, s.school_id, r.indicator, r.pupil_group
),

enough as (
    select max(value) as min_similar, from threshold where name = 'min_similar'
),

result as (
    select
        a.*,
        c.urn as published_urn,
        c.phase,
        c.period,
        c.value,
        c.cohort,
        c.significance,
        c.extract_id,
        i.title,
        i.unit,
        i.decimals,
        i.count_indicator,
        case
            when i.kind = 'progress' then 'average'
            when c.significance is not null or not coalesce(c.similar_k >= e.min_similar, false) then 'national'
            else 'similar schools'
        end as beside,
        case beside when 'average' then 0 when 'national' then c.national else c.similar_mean end as reference,
        case
            when c.significance is null then sign(round(c.value - reference, i.decimals))
            else case c.significance when 'above' then 1 when 'below' then -1 else 0 end
        end as side,
        period_start(c.period) as start,
        (
            select count(*), from indicator_break as b where b.indicator = c.indicator and b.period <= c.period
        ) as era,
    from asked as a
    inner join comparison as c using (school_id, indicator, pupil_group)
    inner join indicator as i on a.indicator = i.indicator
    cross join enough as e
    anti join indicator_gap as g on c.indicator = g.indicator and c.period = g.period
    where c.value is not null
    qualify
        row_number() over (
            partition by a.urn, c.indicator, c.pupil_group, c.period order by c.urn = a.urn desc, c.urn
        ) = 1
),

placed as (
    select
        *,
        row_number() over series - 1 as place,
        coalesce(
            side = first_value(side) over series
            and beside = first_value(beside) over series
            and era = first_value(era) over series
            and start + place = first_value(start) over series,
            false
        ) as is_alike,
    from result
    window series as (partition by urn, indicator, pupil_group order by start desc)
),

newest as (
    select
        *,
        coalesce(
            min(place) filter (where not is_alike) over (partition by urn, indicator, pupil_group),
            count(*) over (partition by urn, indicator, pupil_group)
        ) as years,
    from placed
    qualify place = 0
),

found as (
    select urn, indicator, pupil_group, max(level) as level, any_value(area) as area,
    from signal
    where indicator is not null
    group by urn, indicator, pupil_group
)

select
    n.urn,
    n.school_id,
    f.area,
    a.ord as area_ord,
    a.title as area_title,
    n.indicator,
    n.pupil_group,
    n.title,
    coalesce(g.title, n.pupil_group) as group_title,
    n.ord,
    n.published_urn,
    n.phase,
    n.period,
    n.value,
    n.unit,
    n.decimals,
    n.cohort,
    n.beside,
    n.reference,
    n.years,
    coalesce(f.level >= 1, false) or coalesce(n.significance in ('above', 'below'), false) as stands_out,
    regexp_replace(n.title, ' \(.*\)$', '')
    || if(n.pupil_group = 'all', '', ', ' || lower(g.title[1]) || g.title[2:]) || ' '
    || figure(n.value, n.decimals, n.unit)
    || coalesce(
        case
            when n.count_indicator is not null then ' of sessions, '
            when n.unit = 'percent' then ' of '
            else ', '
        end
        || format('{:,}', n.cohort) || if(n.cohort = 1, ' pupil', ' pupils'),
        ''
    )
    || ' in ' || n.period
    || case
        when n.reference is null then ''
        when n.beside = 'average' and n.side = 0 then ', in line with average'
        when n.beside = 'average' then ', significantly ' || n.significance || ' average'
        when n.significance = 'in line'
            then ', in line with national (' || figure(n.reference, n.decimals, n.unit) || ')'
        else ', ' || against(n.value, n.reference, n.decimals, n.unit, n.beside)
    end
    || if(n.beside = 'national' and n.side <> 0 and n.significance is not null, ', significant', '')
    || case
        when n.years >= 2 and n.side <> 0
            then
                ', '
                || coalesce(
                    ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'][n.years - 1],
                    n.years || 'th'
                )
                || ' year ' || if(n.side > 0, 'above', 'below')
        else ''
    end
    || '.' as sentence,
    n.extract_id,
from newest as n
inner join found as f on n.urn = f.urn and n.indicator = f.indicator and n.pupil_group = f.pupil_group
inner join area as a on f.area = a.area
left join pupil_group as g on n.pupil_group = g.pupil_group
