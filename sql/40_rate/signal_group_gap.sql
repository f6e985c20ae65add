-- Grain: one row per row of rule_evidence whose test is how far a group of pupils is behind, and that may be rated.
-- Inputs: rule_evidence, latest_evidence, benchmark, pupil_group, indicator_break. Rules: domain rules 5, area 5, and
-- 2.3 for the disadvantage gap; every figure from rule_limit.
-- The gap is to the other pupils nationally; it widens by what the group loses against the same group nationally over
-- three results within four years and one way of measuring. Two groups well below: disadvantaged and SEN support pupils
-- each, by the margin, below the same group in the area too, and significantly over three years.
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
        if(e.test = 'gap_widening', 'other pupils nationally', 'the same group nationally') as beside,
        if(e.test = 'gap_widening', o.others_national, e.national) as reference,
        e.gap_national <= -e.margin and e.gap_la < 0 and e.pooled_z * e.polarity <= -e.z_limit as group_well_below,
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
    where e.gate = 'rated' and e.test in ('gap_widening', 'groups_well_below')
),

levelled as (
    select
        *,
        case test
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
        difference(if(test = 'gap_widening', widened, support_gap), decimals, unit) as apart,
    from placed
)

select
    urn,
    rule_id,
    level,
    if(test = 'gap_widening', 'other pupils nationally', 'national') as comparator_name,
    reference as comparator,
    if(test = 'gap_widening', widening, margin) as threshold,
    'points' as threshold_unit,
    if(test = 'gap_widening', value - reference, shown_gap) as gap,
    if(level is null, 'no data', null) as lack,
    case
        when level is null and test = 'gap_widening' then 'three comparable results are needed'
        when level is null and support_cohort < min_cohort then 'too few pupils with SEN support to rate'
        when level is null then 'three years of disadvantaged and of SEN support pupils are needed'
        when test = 'gap_widening'
            then
                coalesce(compared || '; ', '') || 'since ' || first_period
                || if(
                    widened > 0,
                    ' the gap grew ' || apart || ' more than nationally',
                    ' the gap has not grown more than nationally'
                )
                || '; threshold ' || format('{:g}', widening) || ' points'
        when level = 2
            then
                compared || ', and pupils with SEN support ' || apart
                || ' below theirs; both significant over three years; threshold ' || format('{:g}', margin) || ' points'
        else
            'disadvantaged and SEN support pupils are not both ' || format('{:g}', margin)
            || ' points below the same groups nationally over three years'
    end as verdict,
from levelled
