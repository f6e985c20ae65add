-- Grain: one row per area. How many listed schools stand at each rating, and which area drives concern?
-- Inputs: area, area_rule, area_rating. key_area: no school is Established without a rating in it.
select
    a.area,
    a.title,
    a.short_title,
    a.ord,
    u.key_area,
    count(*) filter (where r.rating = 'red') as red,
    count(*) filter (where r.rating = 'amber') as amber,
    count(*) filter (where r.rating = 'green') as green,
    count(*) filter (where r.rating = 'insufficient') as insufficient,
    count(*) filter (where r.rating = 'not_applicable') as not_applicable,
from area as a
inner join area_rule as u using (area)
left join area_rating as r using (area)
group by a.area, a.title, a.short_title, a.ord, u.key_area
order by a.ord
