-- Grain: one cell of one meaning: extract, row, indicator, pupil group, part.
-- Inputs: cell_read, meaning (column_id, source_column, indicator, pupil_group, part, period, kinds), extract_row.
-- Rule: a value is kept whatever its status; the other parts only where they are numbers.
with meant as (
    select
        cell_read.*,
        meaning.* exclude (column_id),
    from cell_read
    inner join meaning using (column_id)
    where meaning.part = 'value' or cell_read.status = 'value'
)

select
    $this_extract as extract_id,
    meant.source_row,
    extract_row.row_kind,
    extract_row.urn,
    extract_row.la_code,
    extract_row.area_code,
    extract_row.area_name,
    extract_row.phase,
    extract_row.definition,
    coalesce(meant.period, extract_row.period) as period,
    meant.indicator,
    meant.pupil_group,
    meant.part,
    meant.source_column,
    meant.raw,
    meant.value,
    meant.status,
from meant
inner join extract_row using (source_row)
where meant.kinds is null or list_contains(meant.kinds, extract_row.row_kind)
