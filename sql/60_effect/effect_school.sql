-- Grain: one school of the home council that publishing adds, takes away, closes or opens, lists or no longer lists.
-- Inputs: school_before, school_after (urn, name, phase, status, listed).
select
    coalesce(a.urn, b.urn) as urn,
    coalesce(a.name, b.name) as name,
    coalesce(a.phase, b.phase) as phase,
    b.status as status_before,
    a.status as status_after,
    case
        when b.urn is null then 'added'
        when a.urn is null then 'gone'
        when a.status = 'closed' and b.status <> 'closed' then 'closed'
        when a.listed and not b.listed then 'listed'
        when b.listed and not a.listed then 'no longer listed'
        else 'status'
    end as what,
from school_before as b
full join school_after as a on a.urn = b.urn
where a.urn is null or b.urn is null or a.status <> b.status or a.listed <> b.listed
order by what, name, urn
