-- Grain: one row per visit that stands, the one to come first, then the newest. Who was where, for how long, and what
-- came of it? Days, not half days.
-- Inputs: visit_day, school, area.
select
    v.record_id,
    v.version,
    v.school_id,
    s.urn,
    s.name,
    v.adviser_id,
    v.adviser,
    v.on_day,
    v.academic_year,
    v.term,
    v.half_days / 2 as days,
    v.kind,
    v.status,
    v.note,
    v.strong_practice,
    v.strong_areas,
    (
        select string_agg(a.short_title, ', ' order by a.ord),
        from area as a
        where list_contains(v.strong_areas, a.area)
    ) as strong_in,
    v.next_step,
    v.next_step_by,
    v.is_open,
    v.is_unrecorded,
    v.counts,
    v.saved_at,
    v.saved_by,
from visit_day as v
left join school as s on v.school_id = s.school_id and s.is_home and s.listed
order by v.is_open desc, if(v.is_open, v.on_day, null), v.on_day desc, v.record_id
