-- Grain: one row per school of the home council, indicator, pupil group and period.
-- Inputs: comparison_value, comparison_similar, comparison_rank, comparison_test, comparison_trend.
-- Values are 0-100 for shares. Every comparator is of the same phase and period; similar_mean and similar_k are NULL
-- for a school without a list of similar schools. Columns: design 3; rules: domain rules 2.
select
    v.urn,
    v.school_id,
    v.la_code,
    v.phase,
    v.indicator,
    v.pupil_group,
    v.period,
    v.release_status,
    v.value,
    v.numerator,
    v.denominator,
    v.cohort,
    v.status,
    v.raw,
    v.national,
    v.la,
    v.neighbour_mean,
    v.neighbour_k,
    v.core_city_mean,
    v.core_city_k,
    s.similar_mean,
    s.similar_k,
    r.la_rank,
    r.la_of,
    r.la_quartile,
    t.national_percentile,
    t.national_of,
    v.value - v.national as gap_national,
    v.value - v.la as gap_la,
    v.value - v.neighbour_mean as gap_neighbour,
    t.z_national,
    t.interval_low,
    t.interval_high,
    t.significance,
    t.band,
    t.pupil_gap,
    m.change,
    m.change_period,
    m.relative_change,
    m.relative_z,
    m.pooled_value,
    m.pooled_z,
    m.pooled_spread,
    m.pooled_cohort,
    m.trend,
    v.extract_id,
    v.source_row,
    v.source_column,
from comparison_value as v
left join comparison_similar as s using (urn, indicator, pupil_group, period)
left join comparison_rank as r using (urn, indicator, pupil_group, period)
left join comparison_test as t using (urn, indicator, pupil_group, period)
left join comparison_trend as m using (urn, indicator, pupil_group, period)
order by v.period desc, v.indicator, v.pupil_group, v.urn
