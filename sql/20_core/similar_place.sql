-- Grain: one row per purpose and school that has every characteristic in use for its phase: where it lies among the
-- others, as coordinates between which plain distance is the distance of domain rules 3.2.
-- Inputs: similar_basis, similar_item, school, la.
-- Rules: a coordinate is the value times the root of its weight, divided by its scale. At least four of the nine
-- characteristics of results and all three of finance must be in use; used of items says how many were.
with

item as (
    select
        purpose,
        phase,
        item,
        sqrt(weight) as factor,
        scale,
        count(*) over (partition by purpose, phase)::integer as items,
    from similar_item
),

scaled as (
    select
        b.purpose,
        b.urn,
        b.phase,
        b.item,
        b.is_national,
        i.items,
        b.value * i.factor
        / case
            when i.scale = 'range'
                then
                    nullif(
                        max(b.value) over (partition by b.purpose, b.phase, b.item)
                        - min(b.value) over (partition by b.purpose, b.phase, b.item),
                        0
                    )
            else coalesce(try_cast(i.scale as double), 1)
        end as coordinate,
    from similar_basis as b
    inner join item as i using (purpose, phase, item)
),

used as (
    select purpose, phase, count(distinct item)::integer as used, from scaled group by purpose, phase
),

placed as (
    select
        s.purpose,
        s.urn,
        s.phase,
        u.used,
        any_value(s.items) as items,
        any_value(s.is_national) as is_national,
        -- where all schools of the phase are alike in something, it sets none apart
        list(coalesce(s.coordinate, 0) order by s.item) as coordinates,
    from scaled as s
    inner join used as u using (purpose, phase)
    group by s.purpose, s.urn, s.phase, u.used
)

select
    p.*,
    s.is_home,
    l.region,
from placed as p
inner join school as s using (urn)
left join la as l on s.la_code = l.la_code
where len(p.coordinates) = p.used and p.used >= if(p.purpose = 'results', 4, p.items)
