-- Grain: one change of schools, in reading order within each: those asked for ($schools; null for all of them and for
-- what concerns the city) and under the headings asked for ($headings; null for all).
-- Inputs: change. Worse comes before better, and what can be told before what is grey.
select c.*,
from change as c
where
    ($schools is null or list_contains($schools, c.school_id))
    and ($headings is null or list_contains($headings, c.heading))
order by
    c.school_id nulls first,
    list_position($places, c.heading),
    case
        when c.what = 'worse' then 0
        when c.what = 'better' then 1
        when c.what in ('not comparable', 'no longer known') then 3
        else 2
    end,
    c.ord,
    c.on_day desc nulls last,
    c.title
