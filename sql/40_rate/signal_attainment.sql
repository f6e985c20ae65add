-- Grain: one row per row of rule_evidence whose test is about results, and that may be rated.
-- Inputs: rule_evidence, latest_evidence, benchmark, pupil_group, indicator_break. Rules: domain rules 5, area 5, and
-- 2.3 for the disadvantage gap; every figure from rule_limit.
-- Below: significantly below national in the latest year (or, where the framework tells by fifths of schools, in one of
-- the two worst) or significantly so over the three pooled. Significantly below: so over three
-- years (or, where they cannot be pooled, in the two latest results) and in the worst national fifth, or in the lowest
-- quarter of the area where national ranks are not loaded. The gap is to the other pupils nationally; it widens by what
-- the group loses against the same group nationally over three results within four years and one way of measuring.
with

support as (
    select
        urn,
        indicator,
        cohort as support_cohort,
        pooled_z as support_z,
        gap_national as support_gap,
        gap_la as support_gap_la,
    from latest_evidence
    where pupil_group = 'sen_sup' and value is not null
),

others as (
    select
        g.pupil_group,
        b.indicator,
        b.phase,
        b.period,
        max(b.value) as others_national,
    from benchmark as b
    inner join pupil_group as g on b.pupil_group = g.pair
    where b.area_type = 'national' and b.is_best
    group by g.pupil_group, b.indicator, b.phase, b.period
),

placed as (
    select
        e.*,
        s.* exclude (urn, indicator),
        o.others_national,
        if(e.is_small, e.pooled_z is not null, e.standing is not null) as is_known,
        e.standing in ('below', 'well_below') and not e.is_small as below_now,
        e.previous_standing in ('below', 'well_below') as below_before,
        e.pooled_z * e.polarity <= -e.z_limit as below_pooled,
        e.z_national * e.polarity <= -e.leaning_z
        and e.gap_national * e.polarity <= -e.leaning_points
        and e.pupil_gap <= -e.leaning_pupils as leaning_now,
        e.before_z * e.polarity <= -e.leaning_z
        and e.before_gap * e.polarity <= -e.leaning_points
        and e.before_pupil_gap <= -e.leaning_pupils as leaning_before,
        case
            when e.national_of >= e.min_ranked then e.national_percentile > e.worst_percentile
            when e.la_of >= e.min_local then e.la_quartile = e.worst_quarter
        end as worst,
        e.gap_national <= -e.margin and e.gap_la < 0 and below_pooled as group_well_below,
        s.support_gap <= -e.margin and s.support_gap_la < 0 and s.support_z <= -e.z_limit as support_well_below,
        case
            when
                period_start(e.period) - period_start(e.first_period) <= 3
                and not exists (
                    select 1,
                    from indicator_break as b
                    where b.indicator = e.indicator and b.period > e.first_period and b.period <= e.period
                )
                then round(e.first_gap - e.gap_national, e.decimals)
        end as widened,
    from rule_evidence as e
    left join support as s on e.urn = s.urn and e.indicator = s.indicator and e.test = 'groups_well_below'
    left join others as o
        on
            e.pupil_group = o.pupil_group
            and e.indicator = o.indicator
            and e.evidence_phase = o.phase
            and e.period = o.period
    where
        e.gate = 'rated'
        and e.test in (
            'headline', 'progress', 'declining', 'dip', 'group_below', 'below_national', 'gap_widening',
            'groups_well_below'
        )
),

levelled as (
    select
        *,
        coalesce(below_pooled, below_now and below_before) as below_long,
        test in ('headline', 'group_below', 'below_national') as is_national,
        figure(national, decimals, unit) || ')' as shown_national,
        case test
            when 'gap_widening' then 'other pupils nationally'
            when 'headline' then 'national'
            when 'below_national' then 'national'
            else 'the same group nationally'
        end as beside,
        if(test = 'gap_widening', others_national, national) as reference,
        case test when 'gap_widening' then widened else support_gap end as apart,
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
            when 'gap_widening'
                then
                    case
                        when widened >= widening and coalesce(widened * cohort / 100 >= pupils, true) then 1
                        when widened is not null then 0
                    end
            when 'groups_well_below'
                then
                    case
                        when not group_well_below then 0
                        when support_cohort < min_cohort then null
                        when not support_well_below then 0
                        when group_well_below and support_well_below then 2
                    end
        end as level,
        against(value, reference, decimals, unit, beside) as compared,
        difference(apart, decimals, unit) as apart_words,
    from placed
)

select
    urn,
    rule_id,
    level,
    case test when 'progress' then 'average' when 'gap_widening' then 'other pupils nationally' else 'national' end
        as comparator_name,
    case test when 'progress' then 0 else reference end as comparator,
    case
        when is_national then z_limit
        when test = 'gap_widening' then widening
        when test = 'groups_well_below' then margin
    end as threshold,
    case
        when is_national then 'standard errors'
        when test in ('gap_widening', 'groups_well_below') then 'points'
    end as threshold_unit,
    case test when 'progress' then value when 'gap_widening' then value - reference else shown_gap end as gap,
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
        when level is null and test = 'groups_well_below' and support_cohort < min_cohort
            then 'too few pupils with SEN support to rate'
        when level is null and test = 'groups_well_below'
            then 'three years of disadvantaged and of SEN support pupils are needed'
        when level is null then 'three comparable results are needed'
        when test = 'headline' and level = 2
            then
                if(by_fifths and not coalesce(below_pooled, false), 'below', 'significantly below')
                || ' national (' || figure(national, decimals, unit) || ') over '
                || case when below_pooled then 'three years' else 'two results' end || ' and in the '
                || case
                    when national_of >= min_ranked then 'worst fifth nationally'
                    else 'lowest quarter of the area’s schools'
                end
        when is_national and below_now
            then
                if(by_fifths, fifth || ' (national ', 'significantly below ' || beside || ' (')
                || shown_national
                || case
                    when pupil_gap <= -1
                        then ', ' || -pupil_gap || if(pupil_gap = -1, ' pupil', ' pupils') || ' short'
                    else ''
                end
        when test = 'headline' and level = 1 and leaning_now and leaning_before and not coalesce(below_pooled, false)
            then
                if(by_fifths, fifth || ' (national ', 'not significantly below national (')
                || figure(national, decimals, unit) || ') but well under '
                || if(by_fifths, 'national now and in ', 'it in ') || before_period || ' too'
        when is_national and is_small
            then
                'too few this year, but over three years (' || pooled_cohort || ' pupils) '
                || if(level = 0, 'not ', '') || 'significantly below ' || beside
        when is_national and level = 1
            then
                if(by_fifths, fifth || ' (national ', 'in line with ' || beside || ' (')
                || figure(national, decimals, unit) || ') this year but significantly below over three years'
        when is_national
            then
                case
                    when by_fifths then fifth || ' (national '
                    when standing = 'in_line' then 'in line with ' || beside || ' ('
                    else 'significantly above ' || beside || ' ('
                end
                || shown_national
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
        when test in ('declining', 'dip')
            then
                case trend
                    when 'declining' then 'falling against national over the three latest results'
                    when 'dip' then 'a significant fall against national since ' || change_period
                    when 'rising' then 'rising against national'
                    else 'steady against national'
                end
        when test = 'gap_widening'
            then
                coalesce(
                    compared || '; ',
                    ''
                )
                || case
                    when widened > 0
                        then
                            'since ' || first_period || ' the gap grew ' || apart_words
                            || ' more than nationally'
                    else 'since ' || first_period || ' the gap has not grown more than nationally'
                end
                || '; threshold ' || format('{:g}', widening) || ' points'
        when level = 2
            then
                compared
                || ', and pupils with SEN support ' || apart_words
                || ' below theirs; both significant over three years; threshold ' || format('{:g}', margin) || ' points'
        else
            'disadvantaged and SEN support pupils are not both ' || format('{:g}', margin)
            || ' points below the same groups nationally over three years'
    end as verdict,
from levelled
