-- Grain: one row per person of the team who is still on it, and one without a person for what is nobody's. Schools by
-- tier, with a matter open on the ladder (states 1 to 6), what is late, and days needed and available by term, in days
-- rather than half days.
-- Inputs: adviser_term, screen_caseload, casework_day.
-- Rules: somebody who has left stays while they have days in this year's terms. over is by how much the days needed in
-- a term exceed those available, at most, in this term and those after it.
with

days as (
    select
        adviser_id,
        any_value(label) as adviser,
        any_value(role) as role,
        any_value(from_on) as from_on,
        any_value(to_on) as to_on,
        any_value(version) as version,
        max(full_half_days) filter (where term = 'autumn') / 2 as full_autumn,
        max(full_half_days) filter (where term = 'spring') / 2 as full_spring,
        max(full_half_days) filter (where term = 'summer') / 2 as full_summer,
        max(available) filter (where term = 'autumn') / 2 as available_autumn,
        max(available) filter (where term = 'spring') / 2 as available_spring,
        max(available) filter (where term = 'summer') / 2 as available_summer,
        max(needed) filter (where term = 'autumn') / 2 as needed_autumn,
        max(needed) filter (where term = 'spring') / 2 as needed_spring,
        max(needed) filter (where term = 'summer') / 2 as needed_summer,
        sum(available) / 2 as available_year,
        sum(needed) / 2 as needed_year,
        sum(used) / 2 as used_year,
        sum(booked) / 2 as booked_year,
        max(needed - available) filter (where not is_past) / 2 as over,
    from adviser_term
    group by adviser_id
),

schools as (
    select
        adviser_id,
        count(*) as schools,
        count(*) filter (where tier = 1) as tier_1,
        count(*) filter (where tier = 2) as tier_2,
        count(*) filter (where tier = 3) as tier_3,
        count(*) filter (where tier is null) as no_tier,
        count(*) filter (where ladder_state between 1 and 6) as on_ladder,
        count(*) filter (where late_count > 0) as late,
    from screen_caseload
    group by adviser_id
)

select
    d.*,
    coalesce(s.schools, 0) as schools,
    coalesce(s.tier_1, 0) as tier_1,
    coalesce(s.tier_2, 0) as tier_2,
    coalesce(s.tier_3, 0) as tier_3,
    coalesce(s.no_tier, 0) as no_tier,
    coalesce(s.on_ladder, 0) as on_ladder,
    coalesce(s.late, 0) as late,
    coalesce(d.to_on < n.day, false) as has_left,
from days as d
cross join casework_day as n
left join schools as s on d.adviser_id is not distinct from s.adviser_id
where d.available_year > 0 or d.needed_year > 0 or s.schools > 0 or coalesce(d.to_on, n.day) >= n.day
order by d.adviser_id is null, d.adviser
