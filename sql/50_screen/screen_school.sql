-- Grain: one row per school of the home council, listed or not, most concern first. What is this school, and what do
-- the data indicate?
-- Inputs: school, overall_rating, tier. concern_ord is 1 for the school of most concern; unlisted last.
select
    s.urn,
    s.school_id,
    s.name,
    s.named,
    s.phase,
    s.type_group,
    s.school_type,
    s.status,
    s.listed,
    s.roll,
    s.roll_period,
    s.ward,
    s.constituency,
    s.trust_name,
    s.postcode,
    s.low_age,
    s.high_age,
    s.gender,
    s.religion,
    s.opened,
    s.closed,
    s.fsm6_pct,
    s.eal_pct,
    s.sen_sup_pct,
    s.ehcp_pct,
    s.context_period,
    o.indicated,
    o.tier,
    o.days,
    o.extra_days,
    o.triggers,
    o.areas,
    o.rated,
    o.reds,
    o.ambers,
    o.embedded_candidate,
    o.why,
    s.latest_period,
    row_number() over (
        order by s.listed desc, t.ord, o.reds desc nulls last, o.ambers desc nulls last, s.name, s.urn
    )::integer as concern_ord,
from school as s
left join overall_rating as o using (urn)
left join tier as t on o.indicated = t.category
where s.is_home
order by concern_ord
