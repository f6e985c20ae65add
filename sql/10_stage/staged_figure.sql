-- Grain: one figure: extract, row and meaning, with its parts side by side.
-- Inputs: figure (source_row, meaning_no, raw, value, numerator, denominator, ci_low, ci_high, status).
select
    $this_extract as extract_id,
    *,
from figure
