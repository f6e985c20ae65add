-- Grain: one post in the governance of a school or group, held or left; nothing about who holds it.
-- Inputs: named_row.
select
    $this_extract as extract_id,
    source_row,
    urn,
    group_uid,
    role,
    appointing_body,
    try_strptime(appointed_on, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as appointed_on,
    try_strptime(term_ends_on, ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as term_ends_on,
from named_row
