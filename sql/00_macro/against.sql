-- A value beside a reference, in words: '8.3 points above national (15.8%)', 'level with national (63%)'.
create or replace macro against(amount, reference, decimals, unit, who) as
    case sign(round(amount - reference, decimals))
        when 0 then 'level with '
        else difference(amount - reference, decimals, unit) || if(amount > reference, ' above ', ' below ')
    end || who || ' (' || figure(reference, decimals, unit) || ')'
