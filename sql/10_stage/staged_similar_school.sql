-- Grain: one school and school similar to it, as its publisher lists them.
-- Inputs: named_row, whose distance and position were found to be numbers.
select
    $this_extract as extract_id,
    source_row,
    urn,
    similar_urn,
    distance::double as distance,
    position::integer as position,
from named_row
