-- Grain: one row per row of rule_figure. What is its figure held against, and may it be rated?
-- Inputs: rule_figure, rule, figure_gate, rule_limit, standing_way, setting.
-- standing, previous_standing and first_standing say where the newest result and the two before it stand nationally, by
-- the framework's way.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
)

select
    f.* exclude (
        status,
        limit_phase,
        over_years,
        band,
        quintile,
        previous_band,
        previous_quintile,
        previous_of,
        first_band,
        first_quintile,
        first_of
    ),
    standing_band(f.band, if(f.national_of >= w.min_ranked, f.quintile, null), w.way) as standing,
    standing_band(f.previous_band, if(f.previous_of >= w.min_ranked, f.previous_quintile, null), w.way)
        as previous_standing,
    standing_band(f.first_band, if(f.first_of >= w.min_ranked, f.first_quintile, null), w.way) as first_standing,
    w.by_fifths,
    l.* exclude (rule_id, phase, max_age, grace, terms, high_percentile),
    as_at.day as as_at,
    g.gate,
    g.is_small,
    g.gate_limit,
from rule_figure as f
semi join rule using (rule_id)
inner join figure_gate as g using (urn, rule_id)
cross join as_at
cross join standing_way as w
left join rule_limit as l on f.rule_id = l.rule_id and f.limit_phase = l.phase
