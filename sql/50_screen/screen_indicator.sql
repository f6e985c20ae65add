-- Grain: one row per school of the home council (the URN the figure was published for), indicator, pupil group and
-- period. What did this school achieve, beside whom, in one sentence?
-- Inputs: school, comparison, newest_period, indicator, area, pupil_group, setting, la.
-- Read it by school_id for a school's whole story across its URNs, by urn for what one URN published. Always a view:
-- no window and no sort, so that any filter reaches the comparison. better says which side of national the value is, by
-- significance where it is tested and else by the figures shown.
with

home as (
    select coalesce(l.la_name, 'the area') as la_name,
    from setting as s
    left join la as l on s.value = l.la_code
    where s.key = 'home_la'
),

described as (
    select
        c.*,
        s.name,
        i.title,
        i.short_title,
        i.unit,
        i.decimals,
        i.polarity,
        i.kind,
        i.area,
        i.cannot_say,
        a.title as area_title,
        coalesce(g.title, c.pupil_group) as group_title,
        coalesce(g.short_title, c.pupil_group) as group_short_title,
        coalesce(g.ord, 99) as group_ord,
        period_start(c.period) as period_ord,
        coalesce(c.period = n.newest_period, false) as is_latest,
        case
            when i.polarity = 0 or c.gap_national is null then null
            when c.band = 'in_line' or round(c.gap_national, i.decimals) = 0 then 'in line'
            when c.band in ('above', 'well_above') then 'better'
            when c.band in ('below', 'well_below') then 'worse'
            when c.gap_national * i.polarity > 0 then 'better'
            else 'worse'
        end as better,
        i.title || if(c.pupil_group = 'all', '', ', ' || lower(group_title[1]) || group_title[2:]) || ': ' as subject,
        ' in ' || c.period
        || coalesce(' (' || format('{:,}', c.cohort) || if(c.cohort = 1, ' pupil)', ' pupils)'), '') as occasion,
        case
            when i.kind = 'progress'
                then replace(c.band, '_', ' ') || if(c.band = 'in_line', ' with', '') || ' average'
            when c.significance = 'in line'
                then 'in line with national (' || figure(c.national, i.decimals, i.unit) || ')'
            when c.significance is not null
                then
                    'significantly ' || c.significance || ' national (' || figure(c.national, i.decimals, i.unit) || ')'
            else against(c.value, c.national, i.decimals, i.unit, 'national')
        end as standing_words,
        'ranked ' || c.la_rank || ' of ' || c.la_of || ' ' || if(c.phase = 'all', '', c.phase || ' ') || 'schools in '
        || h.la_name as rank_words,
    from comparison as c
    inner join school as s using (urn)
    inner join indicator as i using (indicator)
    cross join home as h
    left join newest_period as n
        on c.school_id = n.school_id and c.indicator = n.indicator and c.pupil_group = n.pupil_group
    left join pupil_group as g on c.pupil_group = g.pupil_group
    left join area as a on i.area = a.area
    where s.is_home
)

select
    * exclude (subject, occasion, standing_words, rank_words),
    subject
    || case
        when value is null then 'no figure' || occasion || ' (' || status || ')'
        else
            figure(value, decimals, unit) || occasion || coalesce(', ' || standing_words, '')
            || coalesce('; ' || rank_words, '')
    end || '.' as sentence,
from described
