-- Grain: one row per extract and missing code. Which codes stand for missing figures, and how many of each?
-- Inputs: cell_ledger, extract, missing_code. The meaning is the one the file's layout gives the code, whether or not
-- the columns it was met in hold a figure that is kept.
with

met as (
    select extract_id, missing_code as code, sum(missing_cells)::bigint as cells,
    from cell_ledger
    where missing_code is not null
    group by extract_id, missing_code
)

select
    m.extract_id,
    e.file_name,
    e.layout_title,
    m.code,
    coalesce(c.status, if(m.code = '', 'blank', null)) as meaning,
    m.cells,
from met as m
inner join extract as e using (extract_id)
left join missing_code as c using (extract_id, code)
order by e.file_name, m.cells desc
