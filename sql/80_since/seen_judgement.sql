-- Grain: one listed school, area (or the school as a whole) and kind of judgement: what stands.
-- Inputs: screen_judgement, screen_school, area, tier. place orders categories, most concern first.
select
    s.school_id,
    j.area,
    j.kind,
    coalesce(a.title, 'The school as a whole') as area_title,
    coalesce(a.ord, 0) as area_ord,
    j.category,
    t.place,
    j.validated,
    j.note,
    j.day,
    coalesce(j.author, 'a register that was loaded') as author,
    j.version > 0 as recorded_here,
from screen_judgement as j
inner join screen_school as s using (urn)
left join area as a on j.area = a.area
left join (select category, ord as place, from tier) as t on j.category = t.category
where s.listed and j.day is not null
