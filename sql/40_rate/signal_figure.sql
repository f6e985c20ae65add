-- Grain: one row per row of rule_evidence. What does a rule that reads a figure say, and in plain English why?
-- Inputs: rule_evidence, signal_attendance, signal_attainment, signal_group_gap, signal_return, signal_unread,
-- pupil_group. Rules: domain rules 5. NULL is not rated and never counts as 0.
with

read as (
    select *, from signal_attendance
    union all by name
    select *, from signal_attainment
    union all by name
    select *, from signal_group_gap
    union all by name
    select *, from signal_return
)

select
    e.urn,
    e.rule_id,
    r.level,
    e.period,
    e.period_end as as_of,
    e.value,
    e.unit,
    e.decimals,
    r.comparator_name,
    r.comparator,
    r.threshold,
    r.threshold_unit,
    e.published_urn,
    e.cohort,
    r.gap,
    case when e.gate <> 'rated' then e.gate when r.level is null then r.lack else 'rated' end as status,
    e.extract_id,
    coalesce(e.indicator_title, e.title)
    || if(e.pupil_group = 'all' or g.title is null, '', ', ' || lower(g.title[1]) || g.title[2:])
    || case
        when e.gate <> 'rated' then ' not rated: ' || u.verdict
        else
            ': ' || figure(e.value, e.decimals, e.unit)
            || if(e.period like '____-__-__', ' on ' || strftime(e.period_end, '%-d %B %Y'), ' in ' || e.period)
            || coalesce(' (' || format('{:,}', e.cohort) || if(e.cohort = 1, ' pupil)', ' pupils)'), '')
            || if(r.level is null, ', not rated: ', ', ') || r.verdict
    end
    || '.' as reason,
from rule_evidence as e
left join read as r using (urn, rule_id)
left join signal_unread as u using (urn, rule_id)
left join pupil_group as g on e.pupil_group = g.pupil_group
