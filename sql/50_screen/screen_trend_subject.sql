-- Grain: one row per indicator, pupil group and phase with any figure of a council or a school, and one per LAIT
-- measure that no indicator stands for. What can be looked at over time, among schools and among councils?
-- Inputs: comparator, comparison, school, indicator, pupil_group, area, la_measure_map, la_comparison, headline.
-- Always a view: pages read it once and keep it. Only state-funded schools count.
-- measure is LAIT's measure of the same figure, where it has one;
-- school_period is the newest year with figures of twelve schools (below that nothing is drawn of them), or the newest.
with

around as (
    select indicator, pupil_group, phase, max(period) as period,
    from comparator
    group by indicator, pupil_group, phase
),

counted as (
    select indicator, pupil_group, phase, period, count(value) as schools,
    from comparison
    semi join (select urn, from school where state_funded) as funded using (urn)
    group by indicator, pupil_group, phase, period
    having count(value) > 0
),

held as (
    select
        indicator,
        pupil_group,
        phase,
        coalesce(max(period) filter (where schools >= 12), max(period)) as school_period,
        list(period order by period desc) as school_periods,
    from counted
    group by indicator, pupil_group, phase
),

mapped as (
    select indicator, pupil_group, phase, min(measure) as measure,
    from la_measure_map
    semi join la_comparison using (measure)
    group by indicator, pupil_group, phase
),

of_indicator as (
    select
        i.indicator,
        pupil_group,
        phase,
        m.measure,
        i.title,
        i.short_title,
        i.question,
        i.unit,
        i.decimals,
        i.polarity,
        i.kind,
        i.significance,
        i.min_cohort,
        i.area,
        i.source,
        i.cannot_say,
        a.period as council_period,
        h.school_period,
        h.school_periods,
    from around as a
    full join held as h using (indicator, pupil_group, phase)
    inner join indicator as i using (indicator)
    left join mapped as m using (indicator, pupil_group, phase)
),

of_measure as (
    select
        c.measure,
        'all' as pupil_group,
        'all' as phase,
        any_value(coalesce(h.title, c.title)) as title,
        any_value(coalesce(h.short_title, c.title)) as short_title,
        any_value(h.unit) as unit,
        coalesce(any_value(c.decimals), 1) as decimals,
        case any_value(c.polarity) when 'High' then 1 when 'Low' then -1 else 0 end as polarity,
        any_value(h.area) as area,
        max(c.period) as council_period,
    from la_comparison as c
    left join headline as h using (measure)
    anti join mapped using (measure)
    where c.value is not null
    group by c.measure
),

every_subject as (
    select *, from of_indicator
    union all by name
    select *, from of_measure
)

select
    s.*,
    g.title as group_title,
    g.short_title as group_short_title,
    g.pair,
    coalesce(g.ord, 99) as group_ord,
    a.short_title as area_title,
    coalesce(a.ord, 99) as area_ord,
from every_subject as s
left join pupil_group as g on s.pupil_group = g.pupil_group
left join area as a on s.area = a.area
order by s.indicator is null, area_ord, s.title, group_ord, s.phase
