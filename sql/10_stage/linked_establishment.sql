-- Grain: one link of one school to another, out of the one column that lists them all.
-- Inputs: linked_row (linked: `115961 Predecessor,148215 Successor`, or words where there is none).
-- Rule: six digits and the words that follow them, up to a comma; such a list has neither names nor dates.
with listed as (
    select
        source_row,
        urn,
        unnest(regexp_extract_all(linked, '\d{6} [^,]+')) as link,
    from linked_row
)

select
    $this_extract as extract_id,
    source_row,
    urn,
    left(link, 6) as link_urn,
    trim(substr(link, 8)) as link_type,
from listed
