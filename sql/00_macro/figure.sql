-- A value as people read it: 24.1%, 46.6, −0.44, 2.1 per 100 pupils, −£1,204. NULL for NULL.
create or replace macro figure(amount, decimals, unit) as
    replace(
        case unit
            when 'percent' then format('{:.{}f}%', amount, decimals)
            when 'rate per 100' then format('{:.{}f} per 100 pupils', amount, decimals)
            when 'rate per 1000' then format('{:.{}f} per 1,000 pupils', amount, decimals)
            when 'count' then format('{:,.0f}', amount)
            when 'days' then format('{:.{}f} days', amount, decimals)
            when 'weeks' then format('{:.{}f} weeks', amount, decimals)
            when 'months' then format('{:.{}f} months', amount, decimals)
            when 'pupils' then format('{:,.0f} pupils', amount)
            when 'pounds' then if(round(amount, decimals) < 0, '-', '') || '£' || format('{:,.{}f}', cast(abs(amount) as double), decimals)
            else format('{:.{}f}', amount, decimals)
        end,
        '-', '−'
    )
