-- Grain: one row per extract, column and missing code met. Where did each cell go?
-- Inputs: cell_ledger, extract.
-- Always a view: it is asked for few files, or once.
select
    l.*,
    e.file_name,
    e.layout_title,
from cell_ledger as l
inner join extract as e using (extract_id)
order by e.file_name, l.extract_id, l.column_name, l.missing_code
