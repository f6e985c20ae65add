-- Grain: one row per URN with a census figure: roll and the shares of pupils that describe its intake, latest period.
-- Inputs: staged_value (the context indicators), staged_extract. Shares are 0-100.
with

figure as (
    select
        v.urn,
        v.indicator,
        v.period,
        v.value,
        1000000 * period_start(v.period) + 1000 * e.precedence + v.extract_id as newness,
    from staged_value as v
    inner join staged_extract as e using (extract_id)
    where
        v.row_kind = 'school'
        and v.status = 'value'
        and v.pupil_group = 'all'
        and v.indicator in ('roll', 'fsm6_pct', 'eal_pct', 'sen_sup_pct', 'ehcp_pct')
)

select
    urn,
    arg_max(value, newness) filter (where indicator = 'roll') as roll,
    max(period) filter (where indicator = 'roll') as roll_period,
    arg_max(value, newness) filter (where indicator = 'fsm6_pct') as fsm6_pct,
    arg_max(value, newness) filter (where indicator = 'eal_pct') as eal_pct,
    arg_max(value, newness) filter (where indicator = 'sen_sup_pct') as sen_sup_pct,
    arg_max(value, newness) filter (where indicator = 'ehcp_pct') as ehcp_pct,
    max(period) filter (where indicator <> 'roll') as context_period,
from figure
group by urn
