-- How far apart two values are, in words and without a sign: '8.3 points', '1 point', '£1,204'. NULL for NULL.
create or replace macro difference(gap, decimals, unit) as
    format(
        case
            when unit = 'pounds' then '£{:,.{}f}'
            when format('{:.{}f}', abs(gap), decimals) = '1' then '1 point'
            else '{:.{}f} points'
        end,
        cast(abs(gap) as double), decimals
    )
