-- Grain: one group of a school of the home council: trusts first, current before closed, latest joined first.
-- Inputs: school_group, school. others is how many other schools of the council belong to it.
with

home as (
    select g.*,
    from school_group as g
    inner join school as s using (urn)
    where s.is_home
)

select
    h.urn,
    h.group_uid,
    h.name,
    h.group_type,
    h.kind,
    h.status,
    h.is_current,
    h.joined_on,
    h.opened_on,
    h.closed_on,
    count(*) over (partition by h.group_uid) - 1 as others,
from home as h
order by h.urn, h.is_current desc, h.kind = 'trust' desc, h.joined_on desc nulls last, h.name
