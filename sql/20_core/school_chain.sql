-- Grain: one row per URN that is linked to another in a plain chain (academisation and the like).
-- step 0 is the earliest URN; school_id is 'S' and that URN.
-- Inputs: school_link. Rule: only links of type Predecessor or Successor, and only where one school became one school:
-- a URN with two plain successors, or two plain predecessors, was split or merged and starts a school of its own. So
-- does one of which either side of the link says merged, amalgamated or split (GIAS's two sides disagree for some),
-- and one that took in another on the very day it replaced its predecessor.
with recursive

pair as (
    select urn as new_urn, link_urn as old_urn, link_type, link_date,
    from school_link
    where link_type = 'Predecessor' or link_type like 'Predecessor - %'
    union
    select link_urn as new_urn, urn as old_urn, replace(link_type, 'Successor', 'Predecessor') as link_type, link_date,
    from school_link
    where link_type = 'Successor' or link_type like 'Successor - %'
),

told as (
    select
        new_urn,
        old_urn,
        bool_and(link_type = 'Predecessor') as is_plain,
        max(link_date) as link_date,
    from pair
    where old_urn <> new_urn
    group by new_urn, old_urn
),

plain_link as (
    select p.old_urn, p.new_urn,
    from told as p
    where
        p.is_plain
        and not exists (
            select 1,
            from told as other
            where other.new_urn = p.new_urn and not other.is_plain and other.link_date = p.link_date
        )
),

one_to_one as (
    select old_urn, new_urn,
    from plain_link
    qualify
        count(*) over (partition by old_urn) = 1
        and count(*) over (partition by new_urn) = 1
),

walk as (
    select old_urn as urn, 'S' || old_urn as school_id, 0 as step,
    from one_to_one
    where old_urn not in (select later.new_urn, from one_to_one as later)
    union all
    select o.new_urn as urn, w.school_id, w.step + 1 as step,
    from walk as w
    inner join one_to_one as o on o.old_urn = w.urn
)

select urn, school_id, step,
from walk
order by school_id, step
