-- Grain: one row per term of this academic year and person of the team, and one for schools that have nobody. How many
-- half days are available, and how many needed?
-- Inputs: casework_adviser, school_adviser, school_days, visit_day, school_term.
-- Rules: days given, booked and planned are needed of whoever visits, in the term of their day, at any school. What is
-- not placed yet is needed of the school's adviser, in equal parts in this term and those after it. Somebody who
-- comes or goes within a term has their part of its days, to half a day.
with

person as (
    select
        record_id as adviser_id,
        label,
        role,
        from_on,
        to_on,
        version,
        half_days_autumn,
        half_days_spring,
        half_days_summer,
    from casework_adviser
    union all
    select
        null as adviser_id,
        null as label,
        null as role,
        null as from_on,
        null as to_on,
        null as version,
        0 as half_days_autumn,
        0 as half_days_spring,
        0 as half_days_summer,
),

visited as (
    select
        p.term,
        v.adviser_id,
        sum(v.half_days) filter (where v.status = 'completed') as used,
        sum(v.half_days) filter (where v.status = 'booked') as booked,
        sum(v.half_days) filter (where v.status = 'planned') as planned,
    from visit_day as v
    inner join school_term as p on v.on_day between p.begins and p.ends
    where v.takes_days
    group by p.term, v.adviser_id
),

unplaced as (
    select
        a.adviser_id,
        count(*) as schools,
        sum(s.unplaced) as unplaced,
    from school_adviser as a
    inner join school_days as s using (school_id)
    group by a.adviser_id
),

together as (
    select
        p.term,
        p.ord,
        p.is_past,
        p.academic_year,
        h.adviser_id,
        h.label,
        h.role,
        h.from_on,
        h.to_on,
        h.version,
        case p.term
            when 'autumn' then h.half_days_autumn
            when 'spring' then h.half_days_spring
            else h.half_days_summer
        end as full_half_days,
        (
            greatest(0, date_diff('day', greatest(p.begins, h.from_on), least(p.ends, coalesce(h.to_on, p.ends))) + 1)
            / (date_diff('day', p.begins, p.ends) + 1)
        ) as here,
        coalesce(u.schools, 0) as schools,
        coalesce(v.used, 0)::integer as used,
        coalesce(v.booked, 0)::integer as booked,
        coalesce(v.planned, 0)::integer as planned,
        if(p.is_past, 0, coalesce(u.unplaced, 0) / p.ahead) as unplaced,
    from school_term as p
    cross join person as h
    left join visited as v on p.term = v.term and h.adviser_id is not distinct from v.adviser_id
    left join unplaced as u on h.adviser_id is not distinct from u.adviser_id
)

select
    term,
    ord,
    is_past,
    academic_year,
    adviser_id,
    label,
    role,
    from_on,
    to_on,
    version,
    schools,
    full_half_days,
    round(full_half_days * coalesce(here, 0))::integer as available,
    used,
    booked,
    planned,
    unplaced,
    used + booked + planned + unplaced as needed,
from together
