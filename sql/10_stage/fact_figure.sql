-- Grain: one figure of a council return: source row and meaning, as staged_figure holds them.
-- Inputs: fact_read, fact_meaning (meaning_no, per, and the item_no of the value, or of numerator and denominator).
-- Rule: a value that is not asked for is per x numerator / denominator; with nobody to count it is 'not applicable'. A
-- part that cannot be read, or is not there, gives its status to the whole.
with parts as (
    select
        m.meaning_no,
        m.per,
        v.source_row,
        d.status as denominator_status,
        case when m.per is not null and d.item_no is not null then v.raw || ' ÷ ' || d.raw else v.raw end as raw,
        if(m.per is null, v.number, null) as stated,
        if(m.per is null, null, v.number) as numerator,
        d.number as denominator,
        v.status,
    from fact_meaning as m
    inner join fact_read as v on m.value_no = v.item_no
    left join fact_read as d on v.source_row = d.source_row and m.denominator_no = d.item_no
),

judged as (
    select
        * exclude (status),
        case
            when per is null or status <> 'value' then status
            when denominator_status <> 'value' then denominator_status
            when denominator = 0 then 'not applicable'
            else 'value'
        end as status,
    from parts
)

select
    source_row,
    meaning_no,
    raw,
    case when status = 'value' then coalesce(stated, per * numerator / denominator) end as value,
    numerator,
    denominator,
    null::double as ci_low,
    null::double as ci_high,
    status::cell_status as status,
from judged
