-- Grain: one row per row of rule_evidence whose test compares a rate of which less is better, and that may be rated.
-- Inputs: rule_evidence. Rules: domain rules 5, area 4; every figure from rule_limit.
-- Differences are taken at the precision shown on screen, so that a sentence and its rating cannot disagree.
-- `lack` says what is missing when the test cannot be answered. Two years running means two academic years in a row.
-- Events above national and rising: above for certain where the whole exact 95% interval of the year's count is so, or
-- where the year before was above too.
with

tested as (
    select
        *,
        national_percentile > worst_percentile and national_of >= min_ranked as worst_now,
        before_percentile > worst_percentile and before_of >= min_ranked as worst_before,
        shown_gap > margin as above_now,
        round(before_gap, decimals) > margin as above_before,
        round(gap_national - earlier_gap, decimals) as risen,
        gap_national > before_gap and before_gap > earlier_gap as rising,
        before_comparable and earlier_comparable as three_years,
        interval_low > national as certain_now,
        round(value - before_value * (1 + relative_rise / 100), decimals) >= 0
        and numerator - before_numerator >= incidents as has_risen,
    from rule_evidence
    where
        gate = 'rated'
        and test in (
            'above_national', 'above_similar', 'rising', 'worst_fifth', 'above_and_rising', 'worst_local_quarter'
        )
),

placed as (
    select
        *,
        coalesce(worst_now, above_now) as bad_now,
        coalesce(worst_before, above_before) as bad_before,
        if(test = 'above_similar', 'similar schools', 'national') as beside,
        if(test = 'above_similar', similar_mean, national) as reference,
        'more than ' || format('{:g}', margin) || ' points above national' as far_above,
        'in the ' || format('{:g}', 100 - worst_percentile) || '% of schools nationally where it is highest'
            as in_worst_fifth,
        if(worst_now is null, far_above, in_worst_fifth) as bad_words_now,
        if(worst_before is null, far_above, in_worst_fifth) as bad_words_before,
    from tested
),

levelled as (
    select
        *,
        case test
            when 'above_national' then case when above_now then 1 when not above_now then 0 end
            when 'above_similar'
                then
                    case
                        when similar_k < min_similar then null
                        when shown_gap_similar > margin then 1
                        when shown_gap_similar <= margin then 0
                    end
            when 'rising'
                then case when three_years and rising and risen > rise then 1 when three_years then 0 end
            when 'worst_fifth'
                then case when bad_now and bad_before then 2 when not bad_now or not bad_before then 0 end
            when 'above_and_rising'
                then
                    case
                        when above_now and has_risen and (certain_now or above_before) then 2
                        when not (above_now and has_risen and (certain_now or above_before)) then 0
                    end
            when 'worst_local_quarter'
                then
                    case
                        when la_of >= min_local and la_quartile = worst_quarter then 1
                        when la_of >= min_local then 0
                    end
        end as level,
        against(value, reference, decimals, unit, beside) as compared,
    from placed
)

select
    urn,
    rule_id,
    level,
    if(test = 'worst_local_quarter', 'schools of the area', beside) as comparator_name,
    if(test = 'worst_local_quarter', la, reference) as comparator,
    case
        when test = 'rising' then rise
        when test = 'worst_fifth' and worst_now is not null then worst_percentile
        when test = 'worst_local_quarter' then worst_quarter
        else margin
    end as threshold,
    case
        when test = 'worst_fifth' and worst_now is not null then 'percentile'
        when test = 'worst_local_quarter' then 'quarter'
        else 'points'
    end as threshold_unit,
    case test when 'above_similar' then shown_gap_similar when 'rising' then risen else shown_gap end as gap,
    case
        when level is not null then null
        when test = 'above_similar' then 'no comparator'
        when national is null then 'no comparator'
        else 'no data'
    end as lack,
    case
        when level is null and test = 'above_similar' and similar_k > 0
            then 'too few of its similar schools have a figure'
        when level is null and test = 'above_similar' then 'no list of similar schools is loaded'
        when level is null and test = 'worst_local_quarter' then 'too few schools in the area to compare with'
        when level is null and national is null then 'no national figure for schools of this kind'
        when level is null and test = 'rising' then 'three comparable years in a row are needed'
        when level is null then 'two years in a row are needed'
        when test = 'above_similar' then compared || '; threshold ' || format('{:g}', margin) || ' points'
        when test = 'above_and_rising'
            then
                compared
                || coalesce(' and ' || figure(before_value, decimals, unit) || ' in ' || before_period, '')
                || case
                    when level = 2 and above_before then ', above national in both years and rising'
                    when level = 2
                        then
                            ', above national for certain (95% interval from ' || figure(interval_low, decimals, unit)
                            || ') and rising'
                    when above_now and has_risen
                        then ', rising but above national neither for certain nor in both years'
                    else ', not both above national and rising'
                end
        when test = 'above_national'
            then
                compared
                || '; threshold ' || format('{:g}', margin) || case margin when 1 then ' point' else ' points' end
        when test = 'rising' and level = 1
            then
                'against national ' || difference(risen, decimals, unit) || ' worse than in ' || earlier_period
                || ' after two rises in a row; threshold ' || format('{:g}', rise)
                || case rise when 1 then ' point' else ' points' end
        when test = 'rising'
            then
                'not rising against national two years in a row by more than ' || format('{:g}', rise)
                || case rise when 1 then ' point' else ' points' end || ' since ' || earlier_period
        when test = 'worst_local_quarter'
            then case level when 1 then 'in' else 'not in' end || ' the highest quarter of the area’s schools'
        when level = 2 and (worst_now is null) = (worst_before is null)
            then bad_words_now || ' in both ' || before_period || ' and ' || period
        when level = 2 then bad_words_now || ', and in ' || before_period || ' ' || bad_words_before
        when bad_now then bad_words_now || ', but in ' || before_period || ' not ' || bad_words_before
        else 'not ' || bad_words_now
    end as verdict,
from levelled
