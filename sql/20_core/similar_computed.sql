-- Grain: one row per purpose (results, finance), reach (England, local), school of the home council and school like it.
-- Inputs: similar_place.
-- Rules (domain rules 3.2): never the school itself, the same phase. Results: the nearest fifty of England, and the
-- nearest fifteen of the home council. Finance, as FBIT has it: of the sixty nearest of England those of the same
-- region before the others, thirty in all (FBIT's preference for schools under PFI and with boarders needs figures that
-- are not public), and the nearest fifteen of the home council. Equal distances: the lower URN first.
with

pair as (
    select
        o.purpose,
        o.phase,
        o.urn,
        t.urn as similar_urn,
        o.used,
        o.items,
        t.is_home,
        o.is_national,
        coalesce(t.region = o.region, false) as same_region,
        round(list_distance(o.coordinates, t.coordinates), 9) as distance,
    from similar_place as o
    inner join similar_place as t on o.purpose = t.purpose and o.phase = t.phase and o.urn <> t.urn
    where o.is_home
),

nearest as (
    select
        *,
        row_number() over (partition by purpose, urn order by distance, similar_urn) as place,
    from pair
    where is_national
    qualify place <= if(purpose = 'finance', 60, 50)
),

england as (
    select
        * exclude (place),
        'England' as reach,
        row_number() over (
            partition by purpose, urn order by purpose = 'finance' and not same_region, place
        ) as position,
    from nearest
    qualify position <= if(purpose = 'finance', 30, 50)
),

local as (
    select
        *,
        'local' as reach,
        row_number() over (partition by purpose, urn order by distance, similar_urn) as position,
    from pair
    where is_home
    qualify position <= 15
),

both_reaches as (
    select *, from england
    union all by name
    select *, from local
)

select
    purpose,
    reach,
    urn,
    similar_urn,
    phase,
    distance,
    position::integer as position,
    if(purpose = 'finance', 'computed as FBIT', 'computed') || ', ' || reach || ', k '
    || count(*) over (partition by purpose, reach, urn)
    || if(used = items, '', ', ' || used || ' of ' || items || ' characteristics') as method,
from both_reaches
