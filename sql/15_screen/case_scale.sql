-- Grain: one column of percentages in which no figure is beyond 1: they were saved as fractions (0.53 for 53).
-- Inputs: screened_extract, staged_value, indicator, screening_limit.
with

percentages as (
    select
        v.extract_id,
        v.source_column,
        v.indicator,
        count(*) filter (where v.value <> 0) as figures,
        max(v.value) as largest,
        any_value(v.raw) filter (where v.value not in (0, 1)) as example,
    from staged_value as v
    semi join screened_extract using (extract_id)
    inner join indicator as i using (indicator)
    where v.row_kind = 'school' and i.unit = 'percent' and i.kind <> 'balance' and v.status = 'value'
    group by v.extract_id, v.source_column, v.indicator
)

select
    p.extract_id,
    'FAIL' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    null::varchar as period,
    p.source_column as place,
    p.example as found,
    '0 to 100' as expected,
    format('{}: none of {:,} percentages is above {:g}', p.source_column, p.figures, p.largest) as note,
from percentages as p
cross join screening_limit as l
where l.name = 'scale_figures' and p.figures >= l.value and p.largest <= 1
