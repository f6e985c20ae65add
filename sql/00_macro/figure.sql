-- A value as people read it: 24.1%, 46.6, −0.44, 2.1 per 100 pupils. NULL for NULL.
create or replace macro figure(amount, decimals, unit) as
    replace(
        case unit
            when 'percent' then format('{:.{}f}%', amount, decimals)
            when 'rate per 100' then format('{:.{}f} per 100 pupils', amount, decimals)
            when 'pupils' then format('{:,.0f} pupils', amount)
            else format('{:.{}f}', amount, decimals)
        end,
        '-', '−'
    )
