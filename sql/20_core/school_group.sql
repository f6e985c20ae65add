-- Grain: one group (trust, federation, sponsor ..) that a school belongs to, by the newest register loaded.
-- Inputs: staged_group_school, staged_group, staged_extract.
-- Rules: registers replace one another, so only the latest extract counts; the groups' own file says more of a group
-- than the file of its schools. A group that is closed is kept and is not current. What kind of group it is follows
-- from GIAS's words for its type.
with

member as (
    select *,
    from staged_group_school
    where extract_id = (select max(latest.extract_id), from staged_group_school as latest)
),

described as (
    select *,
    from staged_group
    where extract_id = (select max(latest.extract_id), from staged_group as latest)
)

select
    m.urn,
    m.group_uid,
    coalesce(d.group_id, m.group_id) as group_id,
    coalesce(d.name, m.name) as name,
    coalesce(d.group_type, m.group_type) as group_type,
    case
        when lower(coalesce(d.group_type, m.group_type)) like '%federation%' then 'federation'
        when lower(coalesce(d.group_type, m.group_type)) like '%sponsor%' then 'sponsor'
        when lower(coalesce(d.group_type, m.group_type)) like '%trust%' then 'trust'
        else 'other'
    end as kind,
    coalesce(d.status, m.status) as status,
    m.joined_on,
    d.opened_on,
    d.closed_on,
    d.closed_on is null and coalesce(lower(coalesce(d.status, m.status)) not like 'closed%', true) as is_current,
    m.extract_id,
    m.source_row,
from member as m
left join described as d using (group_uid)
where m.urn is not null and m.group_uid is not null
order by m.urn, m.group_uid, m.joined_on
