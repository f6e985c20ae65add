-- Grain: one row per listed school and rule made for it that reads an indicator. May the newest figure be rated?
-- Inputs: school_rule, rule, rule_limit, latest_evidence, returned_figure, indicator,
-- standing_way, setting.
-- Rule: domain rules 5. No figure, a missing code, a figure older than the age limit (months after the last day of the
-- time it describes, counted at the release's day) or a cohort under the minimum is not rated, and says why; a test
-- over three years takes a small cohort whose three years together are large enough. Where a return gives a figure of a
-- term or a day, that one counts. standing, previous_standing and first_standing say where
-- the newest result and the two before it stand nationally, by the framework's way.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

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
        school_id, urn, indicator, pupil_group, phase, status, band, quintile, previous_band, previous_quintile,
        previous_of, first_band, first_quintile, first_of,
        -- What no rule tests.
        release_status, region, neighbour_mean, neighbour_k, core_city_mean, core_city_k, national_others, la_rank,
        gap_region, gap_neighbour, gap_others, z_others, significance, relative_change, relative_z, pooled_high,
        gap_widened, gap_widened_from, gap_widened_pupils, first_value, earlier_numerator, local_percentile
    ),
    standing_band(e.band, if(e.national_of >= w.min_ranked, e.quintile, null), w.way) as standing,
    standing_band(e.previous_band, if(e.previous_of >= w.min_ranked, e.previous_quintile, null), w.way)
        as previous_standing,
    standing_band(e.first_band, if(e.first_of >= w.min_ranked, e.first_quintile, null), w.way) as first_standing,
    w.by_fifths,
    e.phase as evidence_phase,
    l.* exclude (rule_id, phase),
    i.title as indicator_title,
    i.unit,
    i.decimals,
    i.polarity,
    round(e.gap_national, i.decimals) as shown_gap,
    round(e.value - e.similar_mean, i.decimals) as shown_gap_similar,
    as_at.day as as_at,
    case
        when e.period is null then 'no data'
        when e.status in ('suppressed', 'redacted') then 'suppressed'
        when e.status in ('not published', 'low coverage', 'not collected', 'not available') then 'not published'
        when e.value is null then 'no data'
        when e.period_end + to_months(cast(l.max_age as integer)) < as_at.day then 'aged'
        when
            e.cohort < l.min_cohort
            and a.test in ('group_below', 'below_national', 'groups_well_below', 'headline')
            and e.pooled_cohort >= l.min_cohort
            then 'rated'
        when e.cohort < l.min_cohort and e.pooled_cohort < l.min_cohort then 'too few pupils'
        when e.cohort < l.min_cohort then 'small cohort'
        else 'rated'
    end as gate,
from applicable as a
cross join as_at
cross join standing_way as w
left join evidence as e using (urn, indicator, pupil_group)
left join indicator as i using (indicator)
left join rule_limit as l
    on
        a.rule_id = l.rule_id
        and l.phase = case
            when coalesce(e.phase, a.compare_phase) in ('primary', 'secondary', 'special')
                then coalesce(e.phase, a.compare_phase)
            else 'all'
        end
