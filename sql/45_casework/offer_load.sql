-- Grain: one row per standing offer of support (record_id). How much of what a school offers is in use, and is it open?
-- Inputs: casework_capacity_offer, casework_brokered_support, casework_day.
-- Rule (framework page 13, "capacity giver"): support that is agreed takes all its half days, support that ended those
-- it came to; free is what is left, in half days. state on the day: to come, open, ended.
with

load as (
    select
        offer_id,
        sum(if(state = 'agreed', half_days, coalesce(half_days_given, 0)))::integer as used,
        count(*) filter (where state = 'agreed')::integer as in_hand,
    from casework_brokered_support
    group by offer_id
)

select
    o.record_id,
    o.version,
    o.school_id,
    o.areas,
    o.half_days,
    coalesce(l.used, 0) as used,
    o.half_days - coalesce(l.used, 0) as free,
    coalesce(l.in_hand, 0) as in_hand,
    o.from_on,
    o.to_on,
    o.practice,
    case when d.day < o.from_on then 'to come' when d.day > o.to_on then 'ended' else 'open' end as state,
    o.saved_by,
    o.saved_at,
from casework_capacity_offer as o
cross join casework_day as d
left join load as l on o.record_id = l.offer_id
