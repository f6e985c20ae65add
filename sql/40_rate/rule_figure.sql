-- Grain: one row per listed school and rule made for it that reads an indicator. Which figure does it read?
-- Inputs: school_rule, rule, latest_evidence, returned_figure, indicator.
-- Rule: the newest figure, and what stood before it; where a return gives a figure of a term or a day, that one counts.
-- No threshold is read here. limit_phase is the phase whose thresholds hold; over_years says whether the rule's test
-- also looks at three years together.
with

applicable as (
    select
        s.school_id,
        s.urn,
        s.compare_phase,
        r.rule_id,
        r.area,
        r.ord,
        r.title,
        r.kind,
        r.test,
        r.indicator,
        r.pupil_group,
        r.parts,
    from school_rule as s
    inner join rule as r using (rule_id)
    where s.kind = 'figure'
),

evidence as (
    select l.*,
    from latest_evidence as l
    anti join returned_figure using (urn, indicator, pupil_group)
    union all by name
    select t.*,
    from returned_figure as t
    semi join rule using (indicator)
)

select
    a.* exclude (compare_phase),
    e.* exclude (
        school_id, urn, indicator, pupil_group, phase,
        -- What no rule tests.
        release_status, region, neighbour_mean, neighbour_k, core_city_mean, core_city_k, national_others, la_rank,
        gap_region, gap_neighbour, gap_others, z_others, significance, relative_change, relative_z, pooled_high,
        gap_widened, gap_widened_from, gap_widened_pupils, first_value, earlier_numerator, local_percentile
    ),
    case
        when coalesce(e.phase, a.compare_phase) in ('primary', 'secondary', 'special')
            then coalesce(e.phase, a.compare_phase)
        else 'all'
    end as limit_phase,
    a.test in ('group_below', 'below_national', 'groups_well_below', 'headline') as over_years,
    e.phase as evidence_phase,
    i.title as indicator_title,
    i.unit,
    i.decimals,
    i.polarity,
    round(e.gap_national, i.decimals) as shown_gap,
    round(e.value - e.similar_mean, i.decimals) as shown_gap_similar,
from applicable as a
left join evidence as e using (urn, indicator, pupil_group)
left join indicator as i using (indicator)
