-- Grain: one row per listed school: its half days of this academic year. How many has it, and where did they go?
-- Inputs: school_tier, visit_day, threshold, casework_day.
-- Rules: allowed is the agreed tier's days, half a day more on a trigger, and what is carried over (thresholds
-- carry_over and before_change of scope visit). needed is the same by the indicated category where none is agreed: what
-- the team has to reckon with, and nobody's entitlement. Nothing is refused: left is below nought where more was given
-- than allowed.
with

ruled as (
    select
        (2 * max(value) filter (where name = 'carry_over'))::integer as most_carried,
        max(value) filter (where name = 'before_change') as before_change,
    from threshold
    where scope = 'visit'
),

used_by_year as (
    select
        v.school_id,
        sum(v.half_days) filter (where v.status = 'completed' and v.on_day < d.year_from)::integer as last_year,
        sum(v.half_days) filter (
            where v.status = 'completed' and v.on_day >= d.year_from
            and (r.before_change = 1 or t.agreed_on is null or v.on_day >= t.agreed_on)
        )::integer as used,
        sum(v.half_days) filter (where v.status = 'booked')::integer as booked,
        sum(v.half_days) filter (where v.status = 'planned')::integer as planned,
    from visit_day as v
    cross join casework_day as d
    cross join ruled as r
    left join school_tier as t using (school_id)
    where v.counts and v.on_day between d.year_from - to_years(1) and d.year_to
    group by v.school_id
),

counted as (
    select
        t.school_id,
        t.urn,
        t.tier,
        t.base_half_days,
        t.extra_half_days,
        greatest(0, least(r.most_carried, t.base_half_days + t.extra_half_days - coalesce(u.last_year, 0)))
            as carried_half_days,
        t.indicated_base_half_days + t.indicated_extra_half_days as indicated_half_days,
        coalesce(u.used, 0) as used,
        coalesce(u.booked, 0) as booked,
        coalesce(u.planned, 0) as planned,
    from school_tier as t
    cross join ruled as r
    left join used_by_year as u using (school_id)
)

select
    school_id,
    urn,
    tier,
    base_half_days,
    extra_half_days,
    if(tier is null, null, carried_half_days) as carried_half_days,
    base_half_days + extra_half_days + carried_half_days as allowed,
    coalesce(allowed, indicated_half_days) as needed,
    used,
    booked,
    planned,
    allowed - used as left_half_days,
    greatest(0, needed - used - booked - planned) as unplaced,
from counted
