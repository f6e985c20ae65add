-- Grain: one row per group of schools and school in it: districts, networks, badges, trusts and federations.
-- Inputs: school_fact (the council's registers), school_group (GIAS), school, setting.
-- Rules: the newest register stands; only groups with a school of the home council's list, and all their schools,
-- wherever they are. Membership is today's, for the whole of a series. group_id is the kind and GIAS's number or the
-- name; a name that the council writes in two ways of capitals or blanks is one group.
with

registered as (
    select
        urn,
        item as kind,
        trim(regexp_replace(text, '\s+', ' ', 'g')) as title,
    from school_fact
    where is_current and item in ('district', 'network', 'badge') and text is not null
),

named as (
    select
        urn,
        kind,
        kind || ':' || lower(title) as group_id,
        min(title) over (partition by kind, lower(title)) as title,
    from registered
),

governed as (
    select
        urn,
        kind,
        kind || ':' || group_uid as group_id,
        min(name) over (partition by kind, group_uid) as title,
    from school_group
    where is_current and kind in ('trust', 'federation')
),

every_group as (
    select distinct *, from named
    union
    select distinct *, from governed
),

of_home as (
    select e.group_id,
    from every_group as e
    inner join school as s using (urn)
    where s.listed
)

select
    e.group_id,
    e.kind,
    coalesce(e.title, e.group_id) as title,
    e.urn,
    s.school_id,
    s.is_home,
from every_group as e
inner join school as s using (urn)
semi join of_home using (group_id)
order by e.kind, e.title, e.group_id, e.urn
