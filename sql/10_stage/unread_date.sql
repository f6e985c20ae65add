-- Grain: one column of dates of inspections, with how many of its cells could not be read as a date.
-- Inputs: judgement_row. The dates of an inspection repeat on each of its judgements, so a cell is counted once.
with told as (
    select source_row, date_column as column_name, date as said,
    from judgement_row
    union
    select source_row, published_column as column_name, published as said,
    from judgement_row
    union
    select source_row, graded_on_column as column_name, graded_on as said,
    from judgement_row
)

select
    column_name,
    count(*) as cells,
from told
where
    said is not null
    and try_strptime(said, ['%d/%m/%Y', '%d-%m-%Y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S']) is null
group by column_name
