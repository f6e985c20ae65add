-- Grain: one row per listed school and area, most concern first. What stands in each cell of the grid, and why?
-- Inputs: area_rating, area, screen_school, signal.
-- too_old: where nothing could be rated because results have aged, the newest period of those results.
with

aged as (
    select urn, area, max(period) as period, from signal where status = 'aged' and core group by urn, area
)

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
    case when r.rating = 'insufficient' and r.evidenced = 0 then o.period end as too_old,
    s.concern_ord,
from area_rating as r
inner join area as a using (area)
inner join screen_school as s using (urn)
left join aged as o on r.urn = o.urn and r.area = o.area
order by s.concern_ord, a.ord
