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
)

select
    rule_id,
    phase,
    any_value(value) filter (where name = 'max_age') as max_age,
    any_value(value) filter (where name = 'min_cohort') as min_cohort,
    any_value(value) filter (where name = 'significance') as z_limit,
    any_value(value) filter (where name = 'worst_percentile') as worst_percentile,
    any_value(value) filter (where name = 'min_ranked') as min_ranked,
    any_value(value) filter (where name = 'worst_quarter') as worst_quarter,
    any_value(value) filter (where name = 'min_local') as min_local,
    any_value(value) filter (where name = 'min_similar') as min_similar,
    any_value(value) filter (where name = 'margin') as margin,
    any_value(unit) filter (where name = 'margin') as margin_unit,
    any_value(value) filter (where name = 'rise') as rise,
    any_value(value) filter (where name = 'relative_rise') as relative_rise,
    any_value(value) filter (where name = 'incidents') as incidents,
    any_value(value) filter (where name = 'widening') as widening,
    any_value(value) filter (where name = 'pupils') as pupils,
    any_value(value) filter (where name = 'measures') as measures,
    any_value(value) filter (where name = 'leaning_significance') as leaning_z,
    any_value(value) filter (where name = 'leaning_points') as leaning_points,
    any_value(value) filter (where name = 'leaning_pupils') as leaning_pupils,
    any_value(value) filter (where name = 'limit') as at_limit,
    any_value(unit) filter (where name = 'limit') as limit_unit,
    coalesce(any_value(value) filter (where name = 'clear'), any_value(value) filter (where name = 'limit'))
        as clear_limit,
    any_value(value) filter (where name = 'drop') as most_drop,
    any_value(value) filter (where name = 'grace') as grace,
    any_value(value) filter (where name = 'terms') as terms,
    any_value(value) filter (where name = 'reading') as reading,
    any_value(value) filter (where name = 'local_percentile') as high_percentile,
from held
group by rule_id, phase
