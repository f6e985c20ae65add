-- Grain: one category of either framework, most concern first. How many schools, and how many days, before and after?
-- Inputs: category_before, category_after, school_before, school_after.
with

before as (
    select indicated as category, count(*) as schools, sum(days) as days, from school_before group by indicated
),

after as (
    select indicated as category, count(*) as schools, sum(days) as days, from school_after group by indicated
)

select
    coalesce(ca.category, cb.category) as category,
    cb.tier as tier_before,
    ca.tier as tier_after,
    coalesce(b.schools, 0)::integer as schools_before,
    coalesce(a.schools, 0)::integer as schools_after,
    coalesce(b.days, 0)::double as days_before,
    coalesce(a.days, 0)::double as days_after,
from category_before as cb
full join category_after as ca on cb.category = ca.category
left join before as b on cb.category = b.category
left join after as a on ca.category = a.category
order by coalesce(ca.place, cb.place)
