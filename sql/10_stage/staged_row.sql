-- Grain: one row of an extract and what it describes: a school, council, region or England.
-- Inputs: extract_row.
select
    $this_extract as extract_id,
    * exclude (breakdown),
from extract_row
