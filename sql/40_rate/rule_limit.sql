-- Grain: one row per rule and comparison phase. Which thresholds hold there, one column per name?
-- Inputs: rule, rule_threshold, every_rule_threshold. A rule's own threshold wins over one for every rule, a
-- phase's own over one for all.
with

phase as (
    select unnest(['primary', 'secondary', 'special', 'all']) as phase,
),

offered as (
    select rule_id, phase, name, value, unit, true as is_own,
    from rule_threshold
    semi join rule using (rule_id)
    union all
    select r.rule_id, t.phase, t.name, t.value, t.unit, false as is_own,
    from every_rule_threshold as t
    cross join rule as r
),

held as (
    select
        o.rule_id,
        p.phase,
        o.name,
        o.value,
        o.unit,
    from offered as o
    inner join phase as p on o.phase = p.phase or o.phase = 'all'
    qualify
        row_number() over (
            partition by o.rule_id, p.phase, o.name order by o.is_own desc, o.phase <> 'all' desc
        ) = 1
),

mapped as (
    select
        rule_id,
        phase,
        map_from_entries(list((name, value))) as value_of,
        map_from_entries(list((name, unit))) as unit_of,
    from held
    group by rule_id, phase
)

select
    rule_id,
    phase,
    value_of['max_age'] as max_age,
    value_of['min_cohort'] as min_cohort,
    value_of['significance'] as z_limit,
    value_of['worst_percentile'] as worst_percentile,
    value_of['min_ranked'] as min_ranked,
    value_of['worst_quarter'] as worst_quarter,
    value_of['min_local'] as min_local,
    value_of['min_similar'] as min_similar,
    value_of['margin'] as margin,
    value_of['rise'] as rise,
    value_of['relative_rise'] as relative_rise,
    value_of['incidents'] as incidents,
    value_of['widening'] as widening,
    value_of['pupils'] as pupils,
    value_of['measures'] as measures,
    value_of['leaning_significance'] as leaning_z,
    value_of['leaning_points'] as leaning_points,
    value_of['leaning_pupils'] as leaning_pupils,
    value_of['limit'] as at_limit,
    unit_of['limit'] as limit_unit,
    coalesce(value_of['clear'], value_of['limit']) as clear_limit,
    value_of['drop'] as most_drop,
    value_of['grace'] as grace,
    value_of['terms'] as terms,
    value_of['reading'] as reading,
    value_of['local_percentile'] as high_percentile,
from mapped
