-- Grain: one row per visit that stands. In which academic year and term are its days, and what do they count for?
-- Inputs: casework_visit, casework_adviser, casework_day.
-- Rule (framework page 13): a visit belongs to the year and term of the day it is held on. All but being there for
-- Ofsted, which is part of the universal offer, are days of the school's tier. Terms as eif/casework/year.py.
with

dated as (
    select
        v.*,
        a.label as adviser,
        a.to_on as adviser_to,
        d.day as today,
        year(v.on_day) - if(month(v.on_day) < 9, 1, 0) as year_began,
        v.status in ('planned', 'booked') as is_open,
    from casework_visit as v
    cross join casework_day as d
    left join casework_adviser as a on v.adviser_id = a.record_id
)

select
    record_id,
    version,
    school_id,
    adviser_id,
    adviser,
    on_day,
    half_days,
    kind,
    status,
    note,
    strong_practice,
    strong_areas,
    next_step,
    next_step_by,
    saved_at,
    saved_by,
    year_began || '/' || lpad(((year_began + 1) % 100)::varchar, 2, '0') as academic_year,
    case
        when month(on_day) >= 9 then 'autumn'
        when month(on_day) <= 3 then 'spring'
        else 'summer'
    end as term,
    is_open,
    is_open and on_day < today as is_unrecorded,
    coalesce(is_open and on_day > adviser_to, false) as is_without_adviser,
    status <> 'cancelled' as takes_days,
    status <> 'cancelled' and kind <> 'ofsted' as counts,
from dated
