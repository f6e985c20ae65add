-- Grain: one row per extract and missing code. Which codes stand for missing figures, and how many of each?
-- Inputs: cell_ledger, extract, observation. The meaning is the status that the layout gave the code when it was read;
-- for a code met only in columns that are not kept as figures, the one other extracts of the release gave it, if any.
with

read as (
    select distinct
        extract_id,
        coalesce(raw, '') as code,
        status,
    from observation
    where value is null
),

here as (
    select extract_id, code, string_agg(status, ' or ' order by status) as meaning,
    from read
    group by extract_id, code
),

anywhere as (
    select code, string_agg(distinct status, ' or ' order by status) as meaning,
    from read
    group by code
),

met as (
    select extract_id, missing_code as code, sum(missing_cells)::bigint as cells,
    from cell_ledger
    where missing_code is not null
    group by extract_id, missing_code
)

select
    m.extract_id,
    e.file_name,
    e.layout_title,
    m.code,
    coalesce(h.meaning, a.meaning, if(m.code = '', 'blank', null)) as meaning,
    m.cells,
from met as m
inner join extract as e using (extract_id)
left join here as h using (extract_id, code)
left join anywhere as a using (code)
order by e.file_name, m.cells desc
