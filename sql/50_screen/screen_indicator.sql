-- Grain: one row per school of the home council (the URN the figure was published for), indicator, pupil group and
-- period. What did this school achieve, beside whom, in one sentence?
-- Inputs: screen_figure, school, newest_period, area, setting, la.
-- Always a view, like screen_figure, which is read instead where no sentence is shown.
with

home as (
    select coalesce(l.la_name, 'the area') as la_name,
    from setting as s
    left join la as l on s.value = l.la_code
    where s.key = 'home_la'
),

described as (
    select
        f.*,
        s.name,
        a.title as area_title,
        period_start(f.period) as period_ord,
        coalesce(f.period = n.newest_period, false) as is_latest,
        f.title || if(f.pupil_group = 'all', '', ', ' || lower(f.group_title[1]) || f.group_title[2:]) || ': '
            as subject,
        ' in ' || f.period
        || coalesce(' (' || format('{:,}', f.cohort) || if(f.cohort = 1, ' pupil)', ' pupils)'), '') as occasion,
        case
            when f.by_fifths and f.significance is not null and f.standing is not null
                then
                    fifth_words(f.standing)
                    || if(f.kind = 'progress', '', ' (national ' || figure(f.national, f.decimals, f.unit) || ')')
            when f.kind = 'progress'
                then replace(f.standing, '_', ' ') || if(f.standing = 'in_line', ' with', '') || ' average'
            when f.significance = 'in line'
                then 'in line with national (' || figure(f.national, f.decimals, f.unit) || ')'
            when f.significance is not null
                then
                    'significantly ' || f.significance || ' national (' || figure(f.national, f.decimals, f.unit) || ')'
            else against(f.value, f.national, f.decimals, f.unit, 'national')
        end as standing_words,
        'ranked ' || f.la_rank || ' of ' || f.la_of || ' ' || if(f.phase = 'all', '', f.phase || ' ') || 'schools in '
        || h.la_name as rank_words,
    from screen_figure as f
    inner join school as s using (urn)
    cross join home as h
    left join newest_period as n
        on f.school_id = n.school_id and f.indicator = n.indicator and f.pupil_group = n.pupil_group
    left join area as a on f.area = a.area
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
