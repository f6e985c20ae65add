-- Grain: one file with far more or fewer rows than the file it takes the place of.
-- Inputs: screened_extract, staged_extract, screening_limit.
select
    s.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    e.period,
    'rows' as place,
    format('{:,}', e.rows_in) as found,
    format('{:,}', s.replaces_rows) as expected,
    format(
        '{:,} rows where {} has {:,} ({:+.1f}%)',
        e.rows_in, s.replaces, s.replaces_rows, 100.0 * (e.rows_in - s.replaces_rows) / s.replaces_rows
    ) as note,
from screened_extract as s
inner join staged_extract as e using (extract_id)
cross join screening_limit as l
where
    l.name = 'rows_change'
    and abs(e.rows_in - s.replaces_rows) * 100.0 > l.value * s.replaces_rows
