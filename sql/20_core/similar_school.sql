-- Grain: one row per list (purpose, method), school and school similar to it, by position (1 is the most alike).
-- Inputs: staged_similar_school (DfE's neighbour lists), similar_computed, school.
-- Rules: DfE's lists as they are; lists of primary and of secondary schools are published apart in the same columns, so
-- phase is that of the similar school (NULL where no file describes it); of several lists of one school and phase the
-- one loaded last stands, whole. Beside them the lists worked out here, for every school of the home council. A school
-- is never similar to itself. method says whose list it is, reach how far it reaches. Source: domain rules 3.2.
with

placed as (
    select
        s.urn,
        s.similar_urn,
        o.compare_phase as phase,
        s.distance,
        s.position,
        s.extract_id,
        s.source_row,
    from staged_similar_school as s
    left join school as o on o.urn = s.similar_urn
    where s.similar_urn <> s.urn
),

listed as (
    select
        'results' as purpose,
        'DfE list' as method,
        'listed' as reach,
        *,
    from placed
    qualify extract_id = max(extract_id) over (partition by urn, phase)
)

select purpose, method, reach, urn, similar_urn, phase, distance, position, extract_id, source_row,
from listed
union all by name
select
    purpose,
    method,
    reach,
    urn,
    similar_urn,
    phase,
    distance,
    position,
    null as extract_id,
    null as source_row,
from similar_computed
order by urn, purpose, reach, position
