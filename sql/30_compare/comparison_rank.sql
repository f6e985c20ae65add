-- Grain: one row per state-funded school of the home council, indicator, pupil group and period with a value.
-- Inputs: comparison_value. Rules: within the phase; equal values share the better rank; rank 1 and quartile 1 are best
-- by the indicator's polarity. Quartiles need twelve schools; a value on a cut point goes to the lower-valued side, as
-- LAIT does, so the lowest quartile of an attainment measure is value <= Q25. Source: domain rules 2.2, 2.3.
with

ranked as (
    select
        urn,
        indicator,
        pupil_group,
        period,
        value,
        polarity,
        rank() over (partition by indicator, pupil_group, phase, period order by value * polarity desc) as la_rank,
        count(*) over (partition by indicator, pupil_group, phase, period) as la_of,
        quantile_cont(value, 0.25) over (partition by indicator, pupil_group, phase, period) as q25,
        quantile_cont(value, 0.5) over (partition by indicator, pupil_group, phase, period) as q50,
        quantile_cont(value, 0.75) over (partition by indicator, pupil_group, phase, period) as q75,
    from comparison_value
    where value is not null and state_funded and polarity <> 0
),

quartered as (
    select
        *,
        case when value <= q25 then 1 when value <= q50 then 2 when value <= q75 then 3 else 4 end
            as quarter_from_below,
    from ranked
)

select
    urn,
    indicator,
    pupil_group,
    period,
    la_rank::integer as la_rank,
    la_of::integer as la_of,
    case when la_of >= 12 and polarity = 1 then 5 - quarter_from_below when la_of >= 12 then quarter_from_below end
        as la_quartile,
from quartered
