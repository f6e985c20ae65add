-- Grain: one local authority, region or England, as LAIT lists them.
-- Inputs: named_row.
select
    $this_extract as extract_id,
    la_code,
    la_name,
    region,
    la_type,
from named_row
