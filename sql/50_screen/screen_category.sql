-- Grain: one row per category, most concern first. How many listed schools, and how many days does that ask for?
-- Inputs: tier, overall_rating. Data alone never indicate Embedded, so its count stays 0 until people agree it.
select
    t.category,
    t.ord,
    t.tier,
    t.title as tier_title,
    count(o.urn) as schools,
    coalesce(sum(o.days + o.extra_days), 0) as days,
from tier as t
left join overall_rating as o on t.category = o.indicated
group by t.category, t.ord, t.tier, t.title
order by t.ord
