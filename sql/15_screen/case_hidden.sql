-- Grain: one file whose workbook hides something or holds formulas, as its reader noted.
-- Inputs: screened_extract, staged_extract.
with

noted as (
    select
        e.extract_id,
        unnest(string_split(e.notes, '; ')) as note,
    from staged_extract as e
    semi join screened_extract using (extract_id)
)

select
    extract_id,
    'NOTE' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    null::varchar as period,
    'workbook' as place,
    note as found,
    null::varchar as expected,
    note,
from noted
where note ilike '%hidden%' or note ilike '%formula%'
