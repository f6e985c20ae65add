-- Grain: one cell of a council return: extract, source row and item.
-- Inputs: fact_read, extract_row (which school and period each row is).
select
    $this_extract as extract_id,
    f.source_row,
    r.urn,
    $this_dataset as dataset,
    f.item_no,
    f.item,
    f.column_name,
    r.period,
    f.raw,
    f.text,
    f.number,
    f.day,
    f.status,
    f.problem,
    f.small,
from fact_read as f
inner join extract_row as r using (source_row)
