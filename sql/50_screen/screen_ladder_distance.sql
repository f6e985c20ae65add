-- Grain: one row per listed school and rule whose outcome a number of pupils, sessions or incidents would change.
-- How far is the figure from another outcome under the very same rule, all else staying as it is?
-- Inputs: rule_evidence, signal, indicator, catalogue. Always a view: screen_ladder keeps it.
-- Rule: the figure is moved by whole pupils (sessions where absence is counted, incidents where a rate is) and the rule
-- of 40_rate asked again. edges are the values at which one of its conditions turns; only the whole numbers beside an
-- edge are tried, since nothing turns between two edges (that of events certainly above national is an approximation,
-- never two off, and the exact probability decides). Where the rule asked again with nothing moved does not give
-- the outcome on record, or a condition rests on other schools (ranks, fifths) and stands in the way, nothing is said.
-- at_most: a rank that the same pupils would improve too could end the outcome sooner.
with

asked as (
    select
        e.*,
        s.level,
        if(e.test = 'above_similar', e.similar_mean, e.national) as reference,
        case
            when contains(lower(k.denominator), 'sessions') then 'sessions'
            when e.unit = 'percent' and i.count_indicator is null then 'pupils'
            when e.unit = 'rate per 100' then 'incidents'
        end as counted,
        if(counted = 'sessions', round(100 * e.numerator / nullif(e.value, 0)), e.cohort) as counted_of,
        case
            when e.national_of >= e.min_ranked then e.national_percentile > e.worst_percentile
            when e.la_of >= e.min_local then e.la_quartile = e.worst_quarter
        end as worst,
        power(10, -e.decimals) as grid,
    from rule_evidence as e
    inner join signal as s using (urn, rule_id)
    inner join indicator as i on e.indicator = i.indicator
    left join catalogue as k on e.indicator = k.indicator
    where
        s.level is not null
        and e.unit in ('percent', 'rate per 100')
        and e.test in (
            'above_national', 'above_similar', 'rising', 'above_and_rising', 'headline', 'group_below',
            'below_national', 'gap_widening'
        )
        and not (e.by_fifths and e.test in ('headline', 'group_below', 'below_national'))
),

bounded as (
    select
        *,
        100 / counted_of as one,
        national * counted_of / 100 as expected,
        case test
            when 'rising' then [national + before_gap, national + earlier_gap + (floor(rise / grid) + 0.5) * grid]
            when 'above_and_rising'
                then
                    [
                        national + (floor(margin / grid) + 0.5) * grid,
                        before_value * (1 + relative_rise / 100),
                        value + (before_numerator + incidents - numerator) * 100 / counted_of,
                        value + (expected + 1.96 * sqrt(expected) + 1 - numerator) * 100 / counted_of,
                    ]
            when 'gap_widening'
                then
                    [
                        national + first_gap - (ceil(widening / grid) - 0.5) * grid,
                        national + first_gap - (ceil(100 * pupils / cohort / grid) - 0.5) * grid,
                    ]
            when 'above_national' then [reference + (floor(margin / grid) + 0.5) * grid]
            when 'above_similar' then [reference + (floor(margin / grid) + 0.5) * grid]
            else
                [
                    national - polarity * 1.96 * sqrt(national * (100 - national) / counted_of),
                    national - polarity * 100 / counted_of,
                    value - (polarity * z_limit + pooled_z) * pooled_spread * 100 / counted_of,
                    national - polarity * leaning_z * sqrt(national * (100 - national) / counted_of),
                    national - polarity * leaning_points,
                    national - 100 * leaning_pupils / counted_of,
                ]
        end as edges,
    from asked
    where counted_of > 0 and counted is not null
),

tried as (
    select
        *,
        unnest(
            list_distinct(
                [0]
                || flatten(
                    [
                        range(floor((edge - value) / one)::bigint - 1, floor((edge - value) / one)::bigint + 3)
                        for edge in edges if edge is not null
                    ]
                )
            )
        ) as moved,
    from bounded
),

told as (
    select
        *,
        value + moved * one as new_value,
        round(value + moved * one - national, 9) as new_gap,
        round(round(value + moved * one - reference, 9), decimals) > margin as is_above,
        coalesce(
            band5(
                z_prop((value + moved * one) / 100, national / 100, counted_of) * polarity,
                pupil_gap((value + moved * one) / 100, national / 100, counted_of),
                null
            ) = 'below',
            false
        ) as below_now,
        (pooled_z + moved / pooled_spread) * polarity <= -z_limit as below_pooled,
        z_prop((value + moved * one) / 100, national / 100, counted_of) * polarity <= -leaning_z
        and new_gap * polarity <= -leaning_points
        and pupil_gap((value + moved * one) / 100, national / 100, counted_of) <= -leaning_pupils
        and before_z * polarity <= -leaning_z
        and before_gap * polarity <= -leaning_points
        and before_pupil_gap <= -leaning_pupils as is_leaning,
    from tried
    where value + moved * one >= 0 and (unit <> 'percent' or value + moved * one <= 100)
),

levelled as (
    select
        urn,
        rule_id,
        test,
        level,
        counted,
        moved,
        case test
            when 'rising'
                then
                    if(
                        before_comparable and earlier_comparable
                        and new_gap > before_gap and before_gap > earlier_gap
                        and round(new_gap - earlier_gap, decimals) > rise,
                        1, 0
                    )
            when 'above_and_rising'
                then
                    if(
                        is_above
                        and (
                            coalesce(round(before_gap, decimals) > margin, false)
                            or 1 - poisson_cdf(numerator + moved - 1, expected) < 0.025
                        )
                        and round(new_value - before_value * (1 + relative_rise / 100), decimals) >= 0
                        and numerator + moved - before_numerator >= incidents,
                        2, 0
                    )
            when 'gap_widening'
                then
                    if(
                        round(first_gap - new_gap, decimals) >= widening
                        and coalesce(round(first_gap - new_gap, decimals) * cohort / 100 >= pupils, true),
                        1, 0
                    )
            when 'headline'
                then
                    case
                        when
                            coalesce(below_pooled, below_now and previous_standing in ('below', 'well_below'))
                            and worst
                            then 2
                        when below_now or below_pooled or is_leaning then 1
                        else 0
                    end
            when 'above_national' then if(is_above, 1, 0)
            when 'above_similar' then if(is_above, 1, 0)
            else if(below_now or coalesce(below_pooled, false), 1, 0)
        end as new_level,
    from told
)

select
    urn,
    rule_id,
    any_value(counted) as counted,
    arg_min(moved, abs(moved)) filter (where new_level < level) as better_by,
    arg_min(new_level, abs(moved)) filter (where new_level < level) as better_to,
    arg_min(moved, abs(moved)) filter (where new_level > level) as worse_by,
    arg_min(new_level, abs(moved)) filter (where new_level > level) as worse_to,
    any_value(test) = 'headline' and any_value(level) = 2 as at_most,
from levelled
group by urn, rule_id
having bool_or(moved = 0 and new_level = level)
order by urn, rule_id
