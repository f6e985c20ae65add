-- Grain: one row per URN, linked URN and kind of link. Inputs: staged_link (every date loaded).
-- Rule: the latest extract that names a link gives its text and date.
select
    urn,
    link_urn,
    arg_max(link_name, extract_id) as link_name,
    link_type,
    arg_max(link_date, extract_id) as link_date,
from staged_link
where urn is not null and link_urn is not null
group by urn, link_urn, link_type
order by urn, link_urn, link_type
