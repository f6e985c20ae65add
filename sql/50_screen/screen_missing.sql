-- Grain: one row per extract and missing code. Which codes stand for missing figures, and how many of each?
-- Inputs: cell_ledger, extract, observation, benchmark. The meaning is the status that the layout gave the code when it
-- was read; a code met only in columns that are not kept as figures has none here.
with

meaning as (
    select extract_id, coalesce(raw, '') as code, status from observation where value is null
    union
    select extract_id, '' as code, status from benchmark where value is null
),

one_each as (
    select extract_id, code, string_agg(distinct status, ' or ' order by status) as meaning
    from meaning
    group by extract_id, code
)

select
    l.extract_id,
    e.file_name,
    e.layout_title,
    l.missing_code as code,
    coalesce(m.meaning, if(l.missing_code = '', 'blank', null)) as meaning,
    sum(l.missing_cells)::bigint as cells,
from cell_ledger as l
inner join extract as e using (extract_id)
left join one_each as m on l.extract_id = m.extract_id and l.missing_code = m.code
where l.missing_code is not null
group by l.extract_id, e.file_name, e.layout_title, l.missing_code, m.meaning
order by e.file_name, cells desc
