-- Grain: one count of one to five pupils in a file that the council itself made. It may be shown to those who may see
-- it and to nobody else. Inputs: screened_extract, staged_extract, staged_value, indicator, screening_limit.
select
    v.extract_id,
    'NOTE' as level,
    0 as weight,
    v.source_row,
    v.urn,
    v.period,
    v.source_column as place,
    v.raw as found,
    null::varchar as expected,
    format('{} {} in record {}', v.source_column, v.raw, v.source_row) as note,
from staged_value as v
semi join screened_extract using (extract_id)
inner join staged_extract as e using (extract_id)
inner join indicator as i using (indicator)
cross join screening_limit as l
where
    l.name = 'small_cell'
    and e.publisher ilike '%council%'
    and least(if(i.unit = 'pupils', v.value, null), v.numerator, v.denominator) between 1 and l.value
