-- Grain: one measure, period and area of LAIT.
-- Inputs: named_row, cell_read (the one column of values).
select
    $this_extract as extract_id,
    named_row.source_row,
    named_row.measure,
    named_row.title,
    named_row.period,
    regexp_replace(named_row.la_code, '\.0$', '') as la_code,
    named_row.la_name,
    named_row.region,
    cell_read.raw,
    cell_read.value,
    cell_read.status,
from named_row
inner join cell_read using (source_row)
