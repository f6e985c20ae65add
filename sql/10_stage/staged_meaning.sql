-- Grain: one meaning of a column of values in an extract.
-- Inputs: named_meaning.
select
    $this_extract as extract_id,
    *,
from named_meaning
