-- Grain: one group of schools: a trust, federation, sponsor or other. Inputs: named_row.
select
    $this_extract as extract_id,
    source_row,
    group_uid,
    group_id,
    name,
    group_type,
    status,
    try_strptime(opened_on, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as opened_on,
    try_strptime(closed_on, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as closed_on,
from named_row
