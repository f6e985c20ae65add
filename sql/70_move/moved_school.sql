-- Grain: one school whose indicated category, tier or days are other than before, those of most concern first.
-- Inputs: school_before, school_after (by school_id; place orders categories, most concern first).
-- what: more or less concern; 'now rated' and 'no longer rated' where one side has no tier; 'days' where only the days
-- differ; 'now listed' and 'no longer listed' where one side does not have the school.
select
    coalesce(a.school_id, b.school_id) as school_id,
    coalesce(a.urn, b.urn) as urn,
    coalesce(a.name, b.name) as name,
    coalesce(a.phase, b.phase) as phase,
    b.indicated as category_before,
    a.indicated as category_after,
    b.tier as tier_before,
    a.tier as tier_after,
    b.days as days_before,
    a.days as days_after,
    b.why as why_before,
    a.why as why_after,
    case
        when b.school_id is null then 'now listed'
        when a.school_id is null then 'no longer listed'
        when b.tier is null and a.tier is not null then 'now rated'
        when a.tier is null and b.tier is not null then 'no longer rated'
        when a.place < b.place then 'more concern'
        when a.place > b.place then 'less concern'
        else 'days'
    end as what,
from school_before as b
full join school_after as a on b.school_id = a.school_id
where
    b.indicated is distinct from a.indicated
    or b.tier is distinct from a.tier
    or b.days is distinct from a.days
order by a.place nulls last, b.place nulls last, name, urn
