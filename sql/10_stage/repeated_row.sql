-- Grain: one school or area that a file describes more than once for a period; none in a sound file.
-- Inputs: extract_row.
-- Rule: the key of a row is its URN (schools) or its area, phase and definition, within the period.
select
    row_kind,
    case when row_kind = 'school' then 'URN ' || urn else concat_ws(' ', area_code, phase, definition) end as who,
    period,
    list(source_row order by source_row) as source_rows,
from extract_row
group by row_kind, who, period
having count(*) > 1
order by min(source_row)
