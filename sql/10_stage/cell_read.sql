-- Grain: one cell of a column that holds numbers, in the order given.
-- Inputs: cell (said: text without outer blanks, coded: status of a blank or missing code, else NULL, format).
-- Rule: a number is finite; thousands commas only in threes; `%` only where the layout says so, and there always;
--       percentages lie between 0 and 100, except those with a 'signed' format, which may be below nought; a
--       fraction is a percentage that a spreadsheet saved as 0 to 1.
--       'unknown' is text that is neither number nor code: the file is refused.
-- status_no is the place of the status in the type cell_status.
with texts as (
    select
        said,
        coded,
        format,
        case
            when coded is not null then null
            when format not in ('sign', 'signed') then said
            when ends_with(said, '%') then left(said, -1)
        end as digits,
    from cell
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
        number,
        format,
        case
            when coded is not null then coded
            when number is null then 'unknown'
            when not isfinite(number) then 'bad'
            when format in ('percent', 'sign') and number not between 0 and 100 then 'bad'
            when format = 'fraction' and abs(number) > 1 then 'bad'
            else 'value'
        end as status,
    from numbers
)

select
    case
        when status != 'value' then null
        when format = 'fraction' then round(number * 100, 10)
        else number
    end as value,
    enum_code(status::cell_status) as status_no,
from judged
