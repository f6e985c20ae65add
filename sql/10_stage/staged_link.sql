-- Grain: one link of one school to another, as GIAS lists it (both directions are listed).
-- Inputs: named_row.
select
    $this_extract as extract_id,
    source_row,
    urn,
    link_urn,
    link_name,
    link_type,
    try_strptime(link_date, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as link_date,
from named_row
