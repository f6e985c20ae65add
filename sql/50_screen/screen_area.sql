-- Grain: one row per area. How many listed schools stand at each rating, and which area drives concern?
-- Inputs: area, area_rating.
select
    a.area,
    a.title,
    a.short_title,
    a.ord,
    count(*) filter (where r.rating = 'red') as red,
    count(*) filter (where r.rating = 'amber') as amber,
    count(*) filter (where r.rating = 'green') as green,
    count(*) filter (where r.rating = 'insufficient') as insufficient,
    count(*) filter (where r.rating = 'not_applicable') as not_applicable,
from area as a
left join area_rating as r using (area)
group by a.area, a.title, a.short_title, a.ord
order by a.ord
