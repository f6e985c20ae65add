-- Grain: one row per row of rule_evidence whose test holds results against national, and that may be rated.
-- Inputs: rule_evidence. Rules: domain rules 5, area 5; every figure from rule_limit.
-- Below: significantly below national in the latest year (or, where the framework tells by fifths of schools, in one of
-- the two worst) or significantly so over the three pooled. Significantly below: so over three
-- years (or, where they cannot be pooled, in the two latest results) and in the worst national fifth, or in the lowest
-- quarter of the area where national ranks are not loaded.
with

placed as (
    select
        *,
        if(is_small, pooled_z is not null, standing is not null) as is_known,
        standing in ('below', 'well_below') and not is_small as below_now,
        previous_standing in ('below', 'well_below') as below_before,
        pooled_z * polarity <= -z_limit as below_pooled,
        z_national * polarity <= -leaning_z
        and gap_national * polarity <= -leaning_points
        and pupil_gap <= -leaning_pupils as leaning_now,
        before_z * polarity <= -leaning_z
        and before_gap * polarity <= -leaning_points
        and before_pupil_gap <= -leaning_pupils as leaning_before,
        case
            when national_of >= min_ranked then national_percentile > worst_percentile
            when la_of >= min_local then la_quartile = worst_quarter
        end as worst,
    from rule_evidence
    where gate = 'rated' and test in ('headline', 'progress', 'declining', 'dip', 'group_below', 'below_national')
),

levelled as (
    select
        *,
        coalesce(below_pooled, below_now and below_before) as below_long,
        test in ('headline', 'group_below', 'below_national') as is_national,
        figure(national, decimals, unit) as shown_national,
        if(test = 'group_below', 'the same group nationally', 'national') as beside,
        coalesce(fifth_words(standing), 'without a national place') as fifth,
        case test
            when 'headline'
                then
                    case
                        when below_long and worst then 2
                        when below_now or below_pooled then 1
                        when leaning_now and leaning_before then 1
                        when is_known then 0
                    end
            when 'progress'
                then
                    case
                        when standing = 'well_below' and previous_standing = 'well_below' then 2
                        when below_now then 1
                        when standing is not null then 0
                    end
            when 'declining'
                then case when trend = 'declining' then 1 when trend in ('rising', 'steady', 'dip') then 0 end
            when 'dip' then case when trend = 'dip' then 1 when trend in ('rising', 'steady', 'declining') then 0 end
            when 'group_below'
                then case when below_now or below_pooled then 1 when is_known then 0 end
            when 'below_national'
                then case when below_now or below_pooled then 1 when is_known then 0 end
        end as level,
    from placed
)

select
    urn,
    rule_id,
    level,
    if(test = 'progress', 'average', 'national') as comparator_name,
    if(test = 'progress', 0, national) as comparator,
    if(is_national, z_limit, null) as threshold,
    if(is_national, 'standard errors', null) as threshold_unit,
    if(test = 'progress', value, shown_gap) as gap,
    case
        when level is not null then null
        when is_national or test = 'progress' then 'no comparator'
        else 'no data'
    end as lack,
    case
        when level is null and by_fifths and (is_national or test = 'progress')
            then 'no national place by which to tell its fifth of schools'
        when level is null and test = 'progress' then 'published without an interval'
        when level is null and is_national
            then 'no national figure to test it against'
        when level is null then 'three comparable results are needed'
        when test = 'headline' and level = 2
            then
                if(by_fifths and not coalesce(below_pooled, false), 'below', 'significantly below')
                || ' national (' || shown_national || ') over '
                || case when below_pooled then 'three years' else 'two results' end || ' and in the '
                || case
                    when national_of >= min_ranked then 'worst fifth nationally'
                    else 'lowest quarter of the area’s schools'
                end
        when is_national and below_now
            then
                if(by_fifths, fifth || ' (national ', 'significantly below ' || beside || ' (')
                || shown_national || ')'
                || case
                    when pupil_gap <= -1
                        then ', ' || -pupil_gap || if(pupil_gap = -1, ' pupil', ' pupils') || ' short'
                    else ''
                end
        when test = 'headline' and level = 1 and leaning_now and leaning_before and not coalesce(below_pooled, false)
            then
                if(by_fifths, fifth || ' (national ', 'not significantly below national (')
                || shown_national || ') but well under '
                || if(by_fifths, 'national now and in ', 'it in ') || before_period || ' too'
        when is_national and is_small
            then
                'too few this year, but over three years (' || pooled_cohort || ' pupils) '
                || if(level = 0, 'not ', '') || 'significantly below ' || beside
        when is_national and level = 1
            then
                if(by_fifths, fifth || ' (national ', 'in line with ' || beside || ' (')
                || shown_national || ') this year but significantly below over three years'
        when is_national
            then
                case
                    when by_fifths then fifth || ' (national '
                    when standing = 'in_line' then 'in line with ' || beside || ' ('
                    else 'significantly above ' || beside || ' ('
                end
                || shown_national || ')'
                || if(test = 'headline' and leaning_now, '; leaning below', '')
        when test = 'progress'
            then
                case
                    when by_fifths then fifth
                    else replace(standing, '_', ' ') || if(standing = 'in_line', ' with average', ' average')
                end
                || coalesce(
                    ' (95% interval ' || figure(interval_low, decimals, unit) || ' to '
                    || figure(interval_high, decimals, unit) || ')',
                    ''
                )
                || case
                    when level = 2 then ', and well below in ' || previous_period
                    when standing = 'well_below' then ', but not well below in two results running'
                    else ''
                end
        else
            case trend
                when 'declining' then 'falling against national over the three latest results'
                when 'dip' then 'a significant fall against national since ' || change_period
                when 'rising' then 'rising against national'
                else 'steady against national'
            end
    end as verdict,
from levelled
