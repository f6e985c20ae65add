-- Grain: one row per school of the home council, indicator, pupil group and period: the best observation, its cohort,
-- what the indicator says about it, and the comparators of the same phase and period.
-- Inputs: observation, hidden_figure, school, indicator, indicator_break, indicator_gap, comparator, pupil_group,
-- setting.
-- Rules: like with like, so a special school's attainment finds no mainstream comparator; cohort is the denominator, or
-- the pupils counted by the indicator's count_indicator (absence is measured in sessions, its cohort in pupils).
-- Only figures of a year are compared, not those of a term, a week or a day.
-- A phase the indicator is not made for is not tested, so a special school's progress has no band.
-- era counts the breaks up to the period, and is odd for financial years: figures are set beside each other over time
-- only within one era. per is what a rate is given for; gaps_before counts the cancelled years up to the period. A
-- hidden figure is suppressed here, before anything is made of it.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

best as (
    select
        o.* replace (
            if(h.urn is null, o.value, null) as value,
            if(h.urn is null, o.numerator, null) as numerator,
            if(h.urn is null, o.denominator, null) as denominator,
            if(h.urn is null, o.ci_low, null) as ci_low,
            if(h.urn is null, o.ci_high, null) as ci_high,
            if(h.urn is null, o.status, 'suppressed') as status,
            if(h.urn is null, o.raw, null) as raw
        ),
        s.state_funded,
    from observation as o
    semi join home using (la_code)
    inner join school as s using (urn)
    left join hidden_figure as h
        on o.urn = h.urn and o.indicator = h.indicator and o.pupil_group = h.pupil_group and o.period = h.period
    where o.is_best and period_start(o.period) is not null
),

counted as (
    select urn, indicator as count_indicator, pupil_group, period, coalesce(denominator, value) as pupils,
    from best
    where indicator in (select count_indicator, from indicator)
),

era as (
    select
        p.indicator,
        p.period,
        2 * count(distinct b.period) + if(contains(p.period, '-'), 1, 0) as era,
        count(distinct g.period) as gaps_before,
    from (select distinct indicator, period, from best) as p
    left join indicator_break as b on b.indicator = p.indicator and b.period <= p.period
    left join indicator_gap as g on g.indicator = p.indicator and g.period <= p.period
    group by p.indicator, p.period
)

select
    b.urn,
    b.school_id,
    b.la_code,
    b.phase,
    b.state_funded,
    b.indicator,
    b.pupil_group,
    b.period,
    period_start(b.period) as start,
    b.release_status,
    b.value,
    b.numerator,
    b.denominator,
    cast(case when i.count_indicator is null then b.denominator else n.pupils end as integer) as cohort,
    b.ci_low,
    b.ci_high,
    b.status,
    b.raw,
    c.national,
    c.region,
    c.la,
    c.neighbour_mean,
    c.neighbour_k,
    c.core_city_mean,
    c.core_city_k,
    c.national_others,
    p.pair is not null as has_others,
    i.polarity,
    i.kind,
    if(i.unit = 'rate per 1000', 1000, 100) as per,
    case when list_contains(i.phases, b.phase) then i.significance else 'none' end as test,
    i.pupil_sd,
    i.well_value,
    i.well_percentile,
    i.trend_step,
    e.era,
    e.gaps_before,
    b.value is not null and g.indicator is null as valid,
    b.extract_id,
    b.source_row,
    b.source_column,
from best as b
inner join indicator as i using (indicator)
inner join era as e using (indicator, period)
left join comparator as c using (indicator, pupil_group, phase, period)
left join pupil_group as p using (pupil_group)
left join indicator_gap as g using (indicator, period)
left join counted as n
    on
        n.urn = b.urn
        and n.count_indicator = i.count_indicator
        and n.pupil_group = b.pupil_group
        and n.period = b.period
