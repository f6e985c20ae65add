-- Grain: one row per brokered support that stands, in hand first, then the newest. Who supports whom, and to what end?
-- Inputs: casework_brokered_support, school, area, casework_day.
-- Always a view: asked for on its screen.
-- late: in hand after its last day, so that somebody has to say what came of it. Lengths are half days.
with

newest as (
    select *,
    from school
    where is_home
    qualify row_number() over (partition by school_id order by listed desc, urn desc) = 1
)

select
    b.record_id,
    b.version,
    b.school_id,
    r.urn,
    coalesce(r.name, b.school_id) as name,
    b.giver_id,
    g.urn as giver_urn,
    coalesce(g.name, b.giver_id) as giver_name,
    b.offer_id,
    b.area,
    a.short_title as area_title,
    b.half_days,
    b.half_days_given,
    b.from_on,
    b.to_on,
    b.state,
    b.state = 'agreed' and b.to_on < d.day as late,
    string_split(b.reasons, chr(10)) as reasons,
    b.why,
    b.outcome,
    b.outcome_on,
    b.saved_by,
    b.saved_at,
    row_number() over (
        order by b.state = 'agreed' desc, late desc, if(b.state = 'agreed', b.to_on, null), b.from_on desc, b.record_id
    )::integer as ord,
from casework_brokered_support as b
cross join casework_day as d
left join area as a using (area)
left join newest as r on b.school_id = r.school_id
left join newest as g on b.giver_id = g.school_id
order by ord
