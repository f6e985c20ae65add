-- A value as people read it: 24.1%, 46.6, −0.44, 2.1 per 100 pupils, −£1,204. NULL for NULL.
create or replace macro figure(amount, decimals, unit) as
    replace(
        format(
            case unit
                when 'percent' then '{:.{}f}%'
                when 'rate per 100' then '{:.{}f} per 100 pupils'
                when 'rate per 1000' then '{:.{}f} per 1,000 pupils'
                when 'count' then '{:,.0f}'
                when 'days' then '{:.{}f} days'
                when 'weeks' then '{:.{}f} weeks'
                when 'months' then '{:.{}f} months'
                when 'pupils' then '{:,.0f} pupils'
                when 'pounds' then if(round(amount, decimals) < 0, '-£{2:,.{1}f}', '£{2:,.{1}f}')
                else '{:.{}f}'
            end,
            amount, decimals, cast(abs(amount) as double)
        ),
        '-', '−'
    )
