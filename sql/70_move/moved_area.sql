-- Grain: one school and area that is rated otherwise than before, in the framework's order.
-- Inputs: area_before, area_after, school_before, school_after (by school_id).
select
    coalesce(a.school_id, b.school_id) as school_id,
    s.urn,
    s.name,
    coalesce(a.area, b.area) as area,
    coalesce(a.title, b.title) as title,
    b.rating as rating_before,
    a.rating as rating_after,
    b.why as why_before,
    a.why as why_after,
from area_before as b
full join area_after as a on b.school_id = a.school_id and b.area = a.area
inner join school_after as s on s.school_id = coalesce(a.school_id, b.school_id)
semi join school_before as o on s.school_id = o.school_id
where b.rating is distinct from a.rating
order by coalesce(a.ord, b.ord), s.name, s.urn
