-- Grain: one row per school of the home council, indicator, pupil group and period, newest first. What did this school
-- achieve, beside whom, in one sentence?
-- Inputs: school, comparison, indicator, area, pupil_group, setting, la.
-- Rule: a listed school shows its predecessors' figures too, each under the URN it was published for (published_urn);
-- any other school shows its own. better says which side of national the value is, by significance where it is tested.
with

home as (
    select coalesce(l.la_name, 'the area') as la_name
    from setting as s
    left join la as l on s.value = l.la_code
    where s.key = 'home_la'
),

result as (
    select
        s.urn as school_urn,
        s.name,
        c.*,
    from school as s
    inner join comparison as c on s.school_id = c.school_id and (s.listed or s.urn = c.urn)
    where s.is_home
    qualify
        row_number() over (
            partition by s.urn, c.indicator, c.pupil_group, c.period
            order by c.value is not null desc, c.urn = s.urn desc, c.urn
        ) = 1
),

described as (
    select
        r.*,
        i.title,
        i.short_title,
        i.unit,
        i.decimals,
        i.polarity,
        i.kind,
        i.area,
        i.cannot_say,
        coalesce(g.title, r.pupil_group) as group_title,
        coalesce(g.short_title, r.pupil_group) as group_short_title,
        coalesce(g.ord, 99) as group_ord,
        h.la_name,
        period_start(r.period) as period_ord,
        r.period = max(case when r.value is not null then r.period end) over (
            partition by r.school_urn, r.indicator, r.pupil_group
        ) as is_latest,
        case
            when i.polarity = 0 or r.gap_national is null then null
            when r.band = 'in_line' or round(r.gap_national, i.decimals) = 0 then 'in line'
            when r.band is not null then if(r.band in ('above', 'well_above'), 'better', 'worse')
            when r.gap_national * i.polarity > 0 then 'better'
            else 'worse'
        end as better,
    from result as r
    inner join indicator as i using (indicator)
    cross join home as h
    left join pupil_group as g using (pupil_group)
)

select
    d.* exclude (urn, school_urn, la_name),
    d.school_urn as urn,
    d.urn as published_urn,
    a.title as area_title,
    d.title || if(d.pupil_group = 'all', '', ', ' || lower(d.group_title[1]) || d.group_title[2:]) || ': '
    || case
        when d.value is null then replace(d.status, 'value', 'no figure') || ' in ' || d.period
        else
            figure(d.value, d.decimals, d.unit) || ' in ' || d.period
            || coalesce(' (' || format('{:,}', d.cohort) || if(d.cohort = 1, ' pupil)', ' pupils)'), '')
            || coalesce(
                ', '
                || case
                    when d.kind = 'progress' then replace(d.band, '_', ' ') || if(d.band = 'in_line', ' with', '') || ' average'
                    when d.significance = 'in line'
                        then 'in line with national (' || figure(d.national, d.decimals, d.unit) || ')'
                    when d.significance is not null
                        then
                            'significantly ' || d.significance || ' national (' || figure(d.national, d.decimals, d.unit)
                            || ')'
                    else against(d.value, d.national, d.decimals, d.unit, 'national')
                end,
                ''
            )
            || coalesce(
                '; ranked ' || d.la_rank || ' of ' || d.la_of || ' ' || if(d.phase = 'all', '', d.phase || ' ')
                || 'schools in ' || d.la_name,
                ''
            )
    end || '.' as sentence,
from described as d
left join area as a on d.area = a.area
order by d.school_urn, d.indicator, d.group_ord, d.period desc
