-- Grain: one row per listed school and rule of its phase. What does the rule say, and in plain English why?
-- Inputs: school, rule, rule_evidence, signal_attendance, signal_attainment, signal_unread,
-- rule_descriptor, indicator, pupil_group.
-- Rules: domain rules 5. level 0 is consistent with Established, 1 Developing, 2 Causing Concern; NULL is not rated
-- and never counts as 0. The descriptor is the one of the level found, or of Established when none was.
with

read as (
    select *, from signal_attendance
    union all by name
    select *, from signal_attainment
),

answered as (
    select
        e.school_id,
        e.urn,
        e.rule_id,
        r.level,
        e.period,
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
        coalesce(e.indicator_title, r0.title)
        || if(e.pupil_group = 'all' or g.title is null, '', ', ' || lower(g.title[1]) || g.title[2:])
        || case
            when e.gate <> 'rated' then ' not rated: ' || u.verdict
            else
                ': ' || figure(e.value, e.decimals, e.unit) || ' in ' || e.period
                || coalesce(' (' || format('{:,}', e.cohort) || if(e.cohort = 1, ' pupil)', ' pupils)'), '')
                || if(r.level is null, ', not rated: ', ', ') || r.verdict
        end
        || '.' as reason,
    from rule_evidence as e
    inner join rule as r0 using (rule_id)
    left join read as r using (urn, rule_id)
    left join signal_unread as u using (urn, rule_id)
    left join pupil_group as g on e.pupil_group = g.pupil_group
),

register as (
    -- A warning notice is read from the council's statutory register, which is not loaded yet.
    select
        s.school_id,
        s.urn,
        r.rule_id,
        'no data' as status,
        r.title || ' not rated: the statutory register is not loaded.' as reason,
    from school as s
    inner join rule as r on list_contains(r.phases, s.phase)
    where s.listed and r.test = 'warning_notice'
),

across_headlines as (
    select
        s.school_id,
        s.urn,
        r.rule_id,
        r.title,
        l.measures,
        count(h.level) as measured,
        count(*) filter (where h.level = 2) as low,
        max(h.period) filter (where h.level is not null) as period,
        bool_or(h.status = 'aged') as is_aged,
    from school as s
    inner join rule as r on list_contains(r.phases, s.phase) and r.test = 'across_headlines'
    inner join rule_limit as l on r.rule_id = l.rule_id and l.phase = 'all'
    left join answered as h on s.urn = h.urn and h.rule_id in (select rule_id, from rule where test = 'headline')
    where s.listed
    group by s.school_id, s.urn, r.rule_id, r.title, l.measures
),

across_answered as (
    select
        school_id,
        urn,
        rule_id,
        case
            when low >= measures or (low = 1 and measured = 1) then 2
            when measured > 0 then 0
        end as level,
        period,
        case when measured > 0 then low end as value,
        'results' as unit,
        0 as decimals,
        measures as threshold,
        'results' as threshold_unit,
        case when measured > 0 then 'rated' when is_aged then 'aged' else 'no data' end as status,
        case
            when measured = 0 and is_aged then title || ' not rated: every headline result is too old.'
            when measured = 0 then title || ' not rated: no headline result could be rated.'
            else
                low || ' of ' || measured || if(measured = 1, ' headline result is', ' headline results are')
                || ' significantly below national; threshold ' || format('{:g}', measures)
                || if(low = 1 and measured = 1, ', or the only result there is.', '.')
        end as reason,
    from across_headlines
),

every_signal as (
    select *, from answered
    union all by name
    select *, from across_answered
    union all by name
    select *, from register
)

select
    s.school_id,
    s.urn,
    r.area,
    s.rule_id,
    r.ord,
    r.title,
    s.level::integer as level,
    r.core,
    r.hard and coalesce(s.level = 2, false) as hard,
    r.indicator,
    r.pupil_group,
    s.period,
    s.published_urn,
    s.value,
    s.unit,
    s.decimals,
    s.comparator_name,
    s.comparator,
    s.threshold,
    s.threshold_unit,
    s.cohort,
    s.gap,
    s.status,
    s.reason,
    d.finding,
    d.descriptor,
    r.question,
    s.extract_id,
from every_signal as s
inner join rule as r using (rule_id)
left join rule_descriptor as d on s.rule_id = d.rule_id and d.level = coalesce(s.level, 0)
