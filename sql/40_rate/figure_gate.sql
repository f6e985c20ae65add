-- Grain: one row per row of rule_figure. May the figure be rated?
-- Inputs: rule_figure, rule, rule_limit, setting.
-- Rule: domain rules 5. No figure, a missing code, a figure older than the age limit (months after the last day of the
-- time it describes, counted at the release's day) or a cohort under the minimum is not rated, and says why; a test
-- over three years takes a small cohort (is_small) whose three years together are large enough. gate_limit is the limit
-- that stood in the way.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

gated as (
    select
        f.urn,
        f.rule_id,
        l.max_age,
        l.min_cohort,
        coalesce(f.cohort < l.min_cohort, false) as is_small,
        case
            when f.period is null then 'no data'
            when f.status in ('suppressed', 'redacted') then 'suppressed'
            when f.status in ('not published', 'low coverage', 'not collected', 'not available') then 'not published'
            when f.value is null then 'no data'
            when f.period_end + to_months(cast(l.max_age as integer)) < as_at.day then 'aged'
            when is_small and f.over_years and f.pooled_cohort >= l.min_cohort then 'rated'
            when is_small and f.pooled_cohort < l.min_cohort then 'too few pupils'
            when is_small then 'small cohort'
            else 'rated'
        end as gate,
    from rule_figure as f
    semi join rule using (rule_id)
    cross join as_at
    left join rule_limit as l on f.rule_id = l.rule_id and f.limit_phase = l.phase
)

select
    urn,
    rule_id,
    gate,
    is_small,
    case gate
        when 'aged' then max_age
        when 'too few pupils' then min_cohort
        when 'small cohort' then min_cohort
    end as gate_limit,
from gated
