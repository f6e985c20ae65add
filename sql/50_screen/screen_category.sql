-- Grain: one row per category, most concern first. How many listed schools, and how many days does that ask for?
-- Inputs: tier, overall_rating. Data alone never indicate Embedded, so its count stays 0 until people agree it;
-- candidates are the schools of which all that data can show of it is there.
with

candidate as (
    select 'Embedded' as category, count(*) as candidates, from overall_rating where embedded_candidate
)

select
    t.category,
    t.ord,
    t.tier,
    t.title as tier_title,
    count(o.urn) as schools,
    coalesce(sum(o.days + o.extra_days), 0) as days,
    coalesce(any_value(c.candidates), 0) as candidates,
from tier as t
left join overall_rating as o on t.category = o.indicated
left join candidate as c on t.category = c.category
group by t.category, t.ord, t.tier, t.title
order by t.ord
