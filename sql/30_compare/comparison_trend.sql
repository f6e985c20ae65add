-- Grain: one row per school of the home council, indicator, pupil group and period: how it has moved.
-- Inputs: comparison_series. Everything stays within one era and skips years without valid national results.
-- Rules (domain rules 2.3): change and relative change only from the year before; a pool needs three valid years
-- within four calendar years, ending in the period or before it; trend, in the direction of quality, needs the same
-- and the latest of them to be the period, with no cancelled year among them: worse against national each year and by
-- trend_step or more in all is 'declining', a significant fall in one year 'dip', the mirror of either 'rising'. A pool
-- is tested against what was expected; pooled_spread is that test's standard error in pupils, pooled_each what one
-- event adds to a pooled rate.
-- The gap of a group to the others nationally widens by what the group loses against the same group nationally over
-- three valid years: in points, above zero the worse, and in whole pupils of the period's cohort.
with

own as (
    select *, from comparison_series where series_urn = urn
),

step as (
    select
        o.series_urn,
        o.indicator,
        o.pupil_group,
        o.phase,
        o.period,
        b.period as change_period,
        o.value - b.value as change,
        (o.value - o.national) - (b.value - b.national) as relative_change,
        case
            when o.test = 'z_proportion'
                then
                    relative_z(
                        o.value / 100, o.national / 100, o.cohort, b.value / 100, b.national / 100, b.cohort
                    )
        end as relative_z,
    from own as o
    inner join comparison_series as b
        on
            b.series_urn = o.series_urn
            and b.indicator = o.indicator
            and b.pupil_group = o.pupil_group
            and b.phase = o.phase
            and b.era = o.era
            and b.start = o.start - 1
    where o.valid and b.valid
),

three as (
    select
        o.series_urn,
        o.indicator,
        o.pupil_group,
        o.phase,
        o.period,
        o.valid,
        o.kind,
        o.per,
        o.test,
        o.has_others,
        v.period as valid_period,
        v.gaps_before,
        v.value,
        v.national,
        v.cohort,
        v.denominator,
        coalesce(v.numerator, round(v.value * if(o.kind = 'rate', v.denominator, v.cohort) / o.per)) as numerator,
        (v.value - v.national) * o.polarity as position,
        o.trend_step,
        o.valid_no - v.valid_no as years_back,
    from own as o
    inner join comparison_series as v
        on
            v.series_urn = o.series_urn
            and v.indicator = o.indicator
            and v.pupil_group = o.pupil_group
            and v.phase = o.phase
            and v.era = o.era
            and v.valid_no between o.valid_no - 2 and o.valid_no
            and v.start between o.start - 3 and o.start
    where v.valid
),

pool as (
    select
        series_urn,
        indicator,
        pupil_group,
        phase,
        period,
        case
            when any_value(kind) = 'proportion' and count(cohort) = 3
                then 100 * sum(numerator) / nullif(sum(cohort), 0)
            when any_value(kind) = 'rate' and count(numerator) = 3 and count(denominator) = 3
                then any_value(per) * sum(numerator) / nullif(sum(denominator), 0)
            when any_value(kind) <> 'proportion' and count(cohort) = 3
                then sum(value * cohort) / nullif(sum(cohort), 0)
        end as pooled_value,
        case
            when any_value(kind) = 'proportion' and count(cohort) = 3 and count(national) = 3
                then
                    (sum(numerator) - sum(cohort * national / 100))
                    / nullif(sqrt(sum(cohort * national / 100 * (1 - national / 100))), 0)
        end as pooled_z,
        case
            when any_value(kind) = 'proportion' and count(cohort) = 3 and count(national) = 3
                then sqrt(sum(cohort * national / 100 * (1 - national / 100)))
        end as pooled_spread,
        case
            when any_value(test) = 'poisson' and count(numerator) = 3 and count(denominator) = 3
                then sum(numerator)::bigint
        end as pooled_count,
        any_value(per) / nullif(sum(denominator), 0) as pooled_each,
        case when count(cohort) = 3 then sum(cohort)::integer end as pooled_cohort,
        any_value(valid) and min(gaps_before) = max(gaps_before) as unbroken,
        any_value(trend_step) as trend_step,
        any_value(position) filter (where years_back = 0) as position_now,
        any_value(position) filter (where years_back = 1) as position_before,
        any_value(position) filter (where years_back = 2) as position_first,
        round(position_now - position_first, 9) as moved,
        any_value(valid_period) filter (where years_back = 2) as first_period,
        any_value(has_others) as has_others,
        any_value(cohort) filter (where years_back = 0) as cohort_now,
    from three
    group by series_urn, indicator, pupil_group, phase, period
    having count(*) = 3
)

select
    o.urn,
    o.indicator,
    o.pupil_group,
    o.period,
    s.change,
    s.change_period,
    s.relative_change,
    s.relative_z,
    p.pooled_value,
    p.pooled_z,
    p.pooled_spread,
    p.pooled_cohort,
    p.pooled_count,
    p.pooled_each,
    case when p.has_others and p.unbroken then 0 - p.moved end as gap_widened,
    case when gap_widened is not null then p.first_period end as gap_widened_from,
    case
        when o.kind = 'proportion' then trunc(round(p.cohort_now * gap_widened / 100, 9))::integer
    end as gap_widened_pupils,
    case
        when o.polarity = 0 or not coalesce(p.unbroken, false) then 'unknown'
        when p.moved is null or p.trend_step is null then 'unknown'
        when
            p.position_now < p.position_before
            and p.position_before < p.position_first
            and p.moved <= -p.trend_step
            then 'declining'
        when
            p.position_now > p.position_before
            and p.position_before > p.position_first
            and p.moved >= p.trend_step
            then 'rising'
        when s.relative_z * o.polarity <= -1.96 then 'dip'
        when s.relative_z * o.polarity >= 1.96 then 'rising'
        else 'steady'
    end as trend,
from own as o
left join step as s using (series_urn, indicator, pupil_group, phase, period)
left join pool as p using (series_urn, indicator, pupil_group, phase, period)
