-- Grain: one figure of a school that is newer than before, or was corrected: indicator and pupil group.
-- Inputs: figure_before, figure_after (seen_figure of each side).
-- Rules: better and worse by the indicator's polarity, at the precision shown, and only where the two may be compared:
-- the same period, or periods between which the comparison allows a change; else 'not comparable'. A figure that is
-- there no more is 'no longer known', never an improvement, and one that was not there before is 'new'.
with

paired as (
    select
        coalesce(a.school_id, b.school_id) as school_id,
        coalesce(a.title, b.title) as title,
        coalesce(a.indicator, b.indicator) as indicator,
        coalesce(a.pupil_group, b.pupil_group) as pupil_group,
        coalesce(a.area, b.area) as area,
        coalesce(a.ord, b.ord)::integer as ord,
        a.published_urn as urn,
        a.period,
        if(a.value is null, null, a.source) as source,
        figure(b.value, b.decimals, b.unit) as before_words,
        figure(a.value, a.decimals, a.unit) as after_words,
        b.period as period_before,
        a.status as status_after,
        a.value is not null as is_known,
        b.value is not null as was_known,
        round(a.value, a.decimals) - round(b.value, a.decimals) as moved,
        a.polarity,
        a.period = b.period as is_corrected,
        coalesce(b.period in (a.period, a.before_period, a.earlier_period), false) as is_comparable,
    from figure_before as b
    full join figure_after as a
        on b.school_id = a.school_id and b.indicator = a.indicator and b.pupil_group = a.pupil_group
    where
        (a.value is not null or b.value is not null)
        and (a.value is distinct from b.value or a.period is distinct from b.period)
)

select
    'indicators' as heading,
    school_id,
    title,
    if(was_known, before_words || ' (' || period_before || ')', 'no figure') as before,
    case
        when is_known then after_words || ' (' || period || ')'
        else 'no figure' || coalesce(' (' || status_after || ', ' || period || ')', '')
    end as after,
    case
        when not is_known then 'no longer known'
        when not was_known then 'new'
        when not is_comparable then 'not comparable'
        when moved = 0 then 'as before'
        when polarity = 0 then 'changed'
        when moved * polarity > 0 then 'better'
        else 'worse'
    end as what,
    case
        when is_corrected and is_known and was_known then 'The same period, corrected.'
        when what = 'not comparable' then 'Figures of these two times are not compared with each other.'
        when what = 'no longer known' then 'No evidence is not an improvement.'
    end as why,
    null::date as on_day,
    source,
    if(is_known, 'provenance', 'school') as page,
    if(is_known, null, area) as area,
    if(is_known, indicator, null) as indicator,
    if(is_known, pupil_group, null) as pupil_group,
    if(is_known, period, null) as period,
    urn,
    ord,
from paired
where not (is_known and was_known and is_corrected and moved = 0)
