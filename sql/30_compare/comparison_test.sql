-- Grain: one row per row of comparison_value: is the difference from national more than chance?
-- Inputs: comparison_value, comparison_percentile, count_limit. Values are 0-100, the macros take 0-1.
-- Rules (domain rules 2.1): shares by z against national and the whole-pupil rule, with the Wilson interval; means by
-- z and the indicator's assumed spread; progress by its published interval against zero; absence is not tested, and
-- rates of events are given their exact Poisson interval and not tested. z_others is against the others nationally.
-- significance is in the direction of the value; band in that of quality. Less than one whole pupil from national is in
-- line whatever the test: in the middle fifth.
with

tested as (
    select
        v.urn,
        v.indicator,
        v.pupil_group,
        v.period,
        v.value,
        v.polarity,
        v.test,
        v.ci_low,
        v.ci_high,
        v.well_value,
        v.well_percentile,
        p.national_percentile,
        p.national_of,
        case v.test
            when 'z_proportion' then z_prop(v.value / 100, v.national / 100, v.cohort)
            when 'z_mean' then z_mean(v.value, v.national, v.pupil_sd, v.cohort)
        end as z_national,
        case when v.test = 'z_proportion' then pupil_gap(v.value / 100, v.national / 100, v.cohort) end as pupil_gap,
        case v.test
            when 'z_proportion' then z_prop(v.value / 100, v.national_others / 100, v.cohort)
            when 'z_mean' then z_mean(v.value, v.national_others, v.pupil_sd, v.cohort)
        end as z_others,
        case v.test
            when 'z_proportion' then 100 * wilson_lo(v.value / 100, v.cohort)
            when 'poisson' then v.per * l.low / nullif(v.denominator, 0)
            else v.ci_low
        end as interval_low,
        case v.test
            when 'z_proportion' then 100 * wilson_hi(v.value / 100, v.cohort)
            when 'poisson' then v.per * l.high / nullif(v.denominator, 0)
            else v.ci_high
        end as interval_high,
    from comparison_value as v
    left join comparison_percentile as p using (urn, indicator, pupil_group, period)
    left join count_limit as l on v.test = 'poisson' and v.numerator = l.events
),

judged as (
    select
        *,
        case
            when test = 'published_interval'
                then
                    case
                        when ci_low > 0 then 'above'
                        when ci_high < 0 then 'below'
                        when ci_low is not null and ci_high is not null then 'in line'
                    end
            when z_national is null then null
            when pupil_gap = 0 then 'in line'
            when z_national >= 1.96 then 'above'
            when z_national <= -1.96 then 'below'
            else 'in line'
        end as significance,
    from tested
    where value is not null
)

select
    urn,
    indicator,
    pupil_group,
    period,
    national_percentile,
    national_of,
    if(pupil_gap = 0, 3, quintile(national_percentile)) as quintile,
    z_national,
    z_others,
    pupil_gap,
    interval_low,
    interval_high,
    significance,
    case
        when test = 'none' then null
        when
            test <> 'published_interval'
            then band5(z_national * polarity, pupil_gap, national_percentile, well_percentile)
        when well_value is not null
            then
                ['well_above', 'above', 'in_line', 'below', 'well_below'][
                    p8_band(value, ci_low, ci_high, well := well_value)
                ]
        when significance = 'in line' then 'in_line'
        when significance = 'above' and national_percentile <= well_percentile then 'well_above'
        when significance = 'below' and national_percentile > 100 - well_percentile then 'well_below'
        else significance
    end as band,
from judged
