-- Grain: one row per extract of the release. Which file was loaded, and is every cell of it accounted for?
-- Inputs: extract, cell_ledger. The totals of a column repeat on each of its ledger rows, so they are taken once.
with

by_column as (
    select
        extract_id,
        column_name,
        any_value(cells) as cells,
        any_value(value_cells) as value_cells,
        sum(coalesce(missing_cells, 0)) as missing_cells,
        any_value(rejected_cells) as rejected_cells,
    from cell_ledger
    group by extract_id, column_name
),

totalled as (
    select
        extract_id,
        count(*)::integer as columns,
        sum(cells)::bigint as cells,
        sum(value_cells)::bigint as value_cells,
        sum(missing_cells)::bigint as missing_cells,
        sum(rejected_cells)::bigint as rejected_cells,
    from by_column
    group by extract_id
)

select
    e.*,
    t.* exclude (extract_id),
    t.cells = t.value_cells + t.missing_cells + t.rejected_cells as balanced,
from extract as e
left join totalled as t using (extract_id)
order by e.publication, e.period desc, e.file_name
