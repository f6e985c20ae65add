-- Grain: one row per listed school and area, most concern first. What stands in each cell of the grid, and why?
-- Inputs: area_rating, area, screen_school.
select
    r.urn,
    s.name,
    r.area,
    a.ord as area_ord,
    a.title as area_title,
    a.short_title as area_short_title,
    r.rating,
    r.evidenced,
    r.descriptors,
    r.coverage,
    r.confidence,
    r.why,
    s.concern_ord,
from area_rating as r
inner join area as a using (area)
inner join screen_school as s using (urn)
order by s.concern_ord, a.ord
