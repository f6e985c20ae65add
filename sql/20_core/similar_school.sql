-- Grain: one row per school and school similar to it, by position (1 is the most alike).
-- Inputs: staged_similar_school (DfE's neighbour lists), school.
-- Rules: lists of primary and of secondary schools are published apart in the same columns, so phase is that of the
-- similar school (NULL where no file describes it); of several lists of one school and phase the one loaded last
-- stands, whole. A school is never similar to itself. Source: domain rules 3.2.
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
)

select urn, similar_urn, phase, distance, position, extract_id, source_row,
from placed
qualify extract_id = max(extract_id) over (partition by urn, phase)
order by urn, position
