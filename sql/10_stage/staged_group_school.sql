-- Grain: one school of one group. Inputs: named_row.
select
    $this_extract as extract_id,
    source_row,
    urn,
    group_uid,
    group_id,
    name,
    group_type,
    status,
    try_strptime(joined_on, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as joined_on,
from named_row
