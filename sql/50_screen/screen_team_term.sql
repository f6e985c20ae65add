-- Grain: one row per term of this academic year. How many days does the team have, and how many are needed? Days.
-- Inputs: adviser_term.
select
    term,
    ord,
    any_value(academic_year) as academic_year,
    bool_or(is_past) as is_past,
    sum(available) / 2 as available,
    sum(used) / 2 as used,
    sum(booked) / 2 as booked,
    sum(planned) / 2 as planned,
    sum(unplaced) / 2 as unplaced,
    sum(needed) / 2 as needed,
from adviser_term
group by term, ord
order by ord
