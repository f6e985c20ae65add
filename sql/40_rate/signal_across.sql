-- Grain: one row per listed school and rule that counts headline results. How many are significantly below national?
-- Inputs: school_rule, rule, rule_limit, rule_evidence, signal_attainment. Rule: domain rules 5, "significantly below
-- across key stages": as many headline results at 2 as the threshold, or the only one there is.
with

counted as (
    select
        s.urn,
        s.rule_id,
        any_value(r.title) as title,
        any_value(l.measures) as measures,
        count(h.level) as measured,
        count(*) filter (where h.level = 2) as low,
        max(e.period) filter (where h.level is not null) as period,
        max(e.period_end) filter (where h.level is not null) as as_of,
        coalesce(bool_or(e.gate = 'aged'), false) as is_aged,
    from school_rule as s
    inner join rule as r using (rule_id)
    inner join rule_limit as l on s.rule_id = l.rule_id and l.phase = 'all'
    left join rule_evidence as e on s.urn = e.urn and e.test = 'headline'
    left join signal_attainment as h on e.urn = h.urn and e.rule_id = h.rule_id
    where s.test = 'across_headlines'
    group by s.urn, s.rule_id
)

select
    urn,
    rule_id,
    case when low >= measures or (low = 1 and measured = 1) then 2 when measured > 0 then 0 end as level,
    period,
    as_of,
    case when measured > 0 then low end as value,
    'results' as unit,
    0 as decimals,
    measures as threshold,
    'results' as threshold_unit,
    case when measured > 0 then 'rated' when is_aged then 'aged' else 'no data' end as status,
    case
        when measured = 0 and is_aged then title || ' not rated: every headline result is too old.'
        when measured = 0 then title || ' not rated: no headline result could be rated.'
        else
            low || ' of ' || measured || if(measured = 1, ' headline result is', ' headline results are')
            || ' significantly below national; threshold ' || format('{:g}', measures)
            || if(low = 1 and measured = 1, ', or the only result there is.', '.')
    end as reason,
from counted
