-- Grain: one cell of a council return that breaks the rule of its column, or that must be filled in and is not.
-- Inputs: screened_extract, staged_fact. The cell is set aside with what to do; the rest of the return stands.
select
    f.extract_id,
    if(f.status = 'bad', 'WARNING', 'NOTE') as level,
    if(f.status = 'bad', 1, 0) as weight,
    f.source_row,
    f.urn,
    f.period,
    f.column_name as place,
    f.raw as found,
    f.problem as expected,
    format('{} "{}" in record {}: {}', f.column_name, f.raw, f.source_row, rtrim(f.problem, '.')) as note,
from staged_fact as f
semi join screened_extract using (extract_id)
where f.problem is not null
