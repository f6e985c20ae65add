-- Grain: one row per row of rule_evidence that may not be rated.
-- Inputs: rule_evidence, indicator, comparison. In plain words, why is there no rating?
with

loaded as (
    select distinct indicator, from comparison
),

told as (
    select
        e.*,
        e.indicator in (select indicator, from loaded) as is_loaded,
        figure(e.value, e.decimals, e.unit) as shown,
    from rule_evidence as e
    where e.gate <> 'rated'
)

select
    urn,
    rule_id,
    case gate
        when 'no data'
            then
                case
                    when not is_loaded then 'no figures are loaded'
                    when period is null then 'no figure for this school is loaded'
                    else 'no figure in ' || period || ' (' || coalesce(nullif(raw, ''), 'blank') || ')'
                end
        when 'suppressed' then 'suppressed in ' || period || ', because the numbers are small'
        when 'not published' then 'not published for ' || period
        when 'aged'
            then
                shown || ' in ' || period || ', which ended more than ' || format('{:g}', gate_limit)
                || ' months before ' || strftime(as_at, '%-d %B %Y')
        when 'too few pupils'
            then
                shown || ' in ' || period || ' rests on ' || cohort || if(cohort = 1, ' pupil', ' pupils')
                || ', and three years on ' || pooled_cohort || ', fewer than ' || format('{:g}', gate_limit)
        when 'small cohort'
            then
                shown || ' in ' || period || ' rests on ' || cohort || if(cohort = 1, ' pupil', ' pupils')
                || ', fewer than ' || format('{:g}', gate_limit)
    end as verdict,
from told
