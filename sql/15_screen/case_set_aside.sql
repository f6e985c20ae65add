-- Grain: one record of a file that could not be used, with the reason. Inputs: screened_extract, rejected_row,
-- staged_extract, screening_limit. A few are noted; more than the limit asks for a reason.
with

counted as (
    select extract_id, count(*) as rows_aside, from rejected_row group by extract_id
)

select
    r.extract_id,
    case
        when 100.0 * c.rows_aside > l.value * e.rows_in then 'WARNING'
        else 'NOTE'
    end as level,
    0 as weight,
    r.source_row,
    null::varchar as urn,
    null::varchar as period,
    null::varchar as place,
    r.reason as found,
    null::varchar as expected,
    format('record {}: {}', r.source_row, r.reason) as note,
from rejected_row as r
semi join screened_extract using (extract_id)
inner join staged_extract as e using (extract_id)
inner join counted as c using (extract_id)
cross join screening_limit as l
where l.name = 'rows_set_aside'
