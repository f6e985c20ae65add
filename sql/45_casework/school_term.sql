-- Grain: one row per term of the academic year looked at. When does it begin and end, and how many are still to come?
-- Inputs: casework_day. Rule: as eif/casework/year.py. ahead counts the terms that have not ended, this one with them.
with

term as (
    select
        'autumn' as term,
        1 as ord,
        year_from as begins,
        make_date(year(year_from), 12, 31) as ends,
    from casework_day
    union all
    select
        'spring' as term,
        2 as ord,
        make_date(year(year_to), 1, 1) as begins,
        make_date(year(year_to), 3, 31) as ends,
    from casework_day
    union all
    select
        'summer' as term,
        3 as ord,
        make_date(year(year_to), 4, 1) as begins,
        year_to as ends,
    from casework_day
)

select
    t.*,
    d.academic_year,
    t.ends < d.day as is_past,
    d.day between t.begins and t.ends as is_now,
    count(*) filter (where t.ends >= d.day) over () as ahead,
from term as t
cross join casework_day as d
