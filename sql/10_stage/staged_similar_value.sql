-- Grain: one school and item by which its publisher finds similar schools.
-- Inputs: similar_cell.
select
    $this_extract as extract_id,
    * replace (status::varchar as status),
from similar_cell
