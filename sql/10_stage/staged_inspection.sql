-- Grain: one judgement of one inspection that a row of an extract lists.
-- Inputs: judgement_row, every cell as text.
-- Rule: an inspection is listed where its date can be read and something is judged. Dates are written dd/mm/yyyy
--       (Ofsted), dd-mm-yyyy (GIAS) or yyyy-mm-dd (workbooks). `own` is Ofsted's answer to whether the inspection
--       relates to the URN of the current school; NULL where it says neither yes nor no.
with dated as (
    select
        * exclude (date, published, graded_on),
        try_strptime(date, ['%d/%m/%Y', '%d-%m-%Y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S'])::date as inspection_date,
        try_strptime(published, ['%d/%m/%Y', '%d-%m-%Y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S'])::date as published_date,
        try_strptime(graded_on, ['%d/%m/%Y', '%d-%m-%Y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S'])::date as graded_on,
    from judgement_row
)

select
    $this_extract as extract_id,
    source_row,
    urn,
    kind,
    inspection_date,
    published_date,
    number as inspection_number,
    type as inspection_type,
    inspected_urn,
    case lower(own) when 'yes' then true when 'no' then false end as own,
    category,
    judgement,
    raw,
    graded_on,
    source_column,
from dated
where inspection_date is not null and raw is not null
