-- Grain: one cell of a column that holds numbers, read once.
-- Inputs: cell (source_row, column_id, said: text without outer blanks), cell_column (column_id, format),
--         missing_code (code, status) of the extract's layout.
-- Rule: a number is finite; thousands commas only in threes; `%` only where the layout says so, and there always;
--       percentages lie between 0 and 100. 'unknown' is text that is neither number nor code: the file is refused.
with texts as (
    select
        cell.source_row,
        cell.column_id,
        cell_column.format,
        cell.said,
        case
            when cell_column.format != 'sign' then cell.said
            when ends_with(cell.said, '%') then left(cell.said, -1)
        end as digits,
    from cell
    inner join cell_column using (column_id)
),

numbers as (
    select
        *,
        case
            when contains(digits, '_') then null
            when contains(digits, ',')
                then
                    case
                        when regexp_full_match(digits, '[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?')
                            then try_cast(replace(digits, ',', '') as double)
                    end
            else try_cast(digits as double)
        end as number,
    from texts
),

judged as (
    select
        numbers.*,
        case
            when numbers.said = '' then 'blank'
            when missing_code.status is not null then missing_code.status
            when numbers.number is null then 'unknown'
            when not isfinite(numbers.number) then 'bad'
            when numbers.format in ('percent', 'sign') and numbers.number not between 0 and 100 then 'bad'
            else 'value'
        end as status,
    from numbers
    left join missing_code on numbers.said = missing_code.code and missing_code.extract_id = $this_extract
)

select
    source_row,
    column_id,
    said as raw,
    case when status = 'value' then number end as value,
    status,
from judged
