-- Grain: one row per listed school. Which tier have people agreed, with how many half days, and which do data indicate?
-- Inputs: school, judgement, overall_rating, tier, visit_trigger, casework_day.
-- Rule (framework pages 12 and 13): the tier follows from the agreed overall category; without one there is none, and
-- what the data indicate only stands beside it. Half a day more where the tier has it and any of the five triggers
-- applies, however many do.
with

agreed as (
    select
        urn,
        category,
        day,
        author,
    from judgement
    where area = 'overall' and kind = 'agreed'
),

triggered as (
    select
        urn,
        max(extra_days) as extra_days,
        string_agg(title, '; ' order by ord) as triggers,
    from visit_trigger
    group by urn
)

select
    s.school_id,
    s.urn,
    t.category as agreed,
    t.ord as agreed_ord,
    if(t.category is null, null, a.day) as agreed_on,
    if(t.category is null, null, a.author) as agreed_by,
    t.tier,
    (2 * t.days)::integer as base_half_days,
    if(t.tier is null, null, 2 * least(t.extra_days, coalesce(g.extra_days, 0)))::integer as extra_half_days,
    o.indicated,
    i.ord as indicated_ord,
    i.tier as indicated_tier,
    (2 * i.days)::integer as indicated_base_half_days,
    if(i.tier is null, null, 2 * least(i.extra_days, coalesce(g.extra_days, 0)))::integer as indicated_extra_half_days,
    g.triggers,
from school as s
left join agreed as a on s.urn = a.urn
left join tier as t on a.category = t.category
left join overall_rating as o on s.urn = o.urn
left join tier as i on o.indicated = i.category
left join triggered as g on s.urn = g.urn
where s.is_home and s.listed
