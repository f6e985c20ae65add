-- Grain: one event in the life of one URN: what it became or was before, whom it merged with, when it opened and
-- closed, what it was called before and under which other council it was. other_urn and day may be unknown.
-- Inputs: school_link, link_kind, school, school_earlier.
-- Rules: GIAS lists most links from both sides and some from one, so each is told from both; of several kinds of link
-- between the same two schools the more telling one (lowest ord) is kept, whatever side said it. Results stay under the
-- URN they were published for; school_chain says which URNs are one school. Source: GIAS links, all fields guide.
with

link as (
    select
        urn,
        link_urn,
        link_type,
        link_date as day,
        link_name,
    from school_link
    union all by name
    select
        l.link_urn as urn,
        l.urn as link_urn,
        k.inverse as link_type,
        l.link_date as day,
        null as link_name,
    from school_link as l
    inner join link_kind as k using (link_type)
    where k.inverse is not null
),

-- The direction of a link decides which kinds are about the same thing.
told as (
    select
        l.urn,
        l.link_urn,
        coalesce(k.event, 'linked') as event,
        coalesce(k.words, 'Linked with {other}') as words,
        max(l.day) over same_pair as day,
        max(l.link_name) over same_pair as link_name,
    from link as l
    left join link_kind as k using (link_type)
    where l.urn <> l.link_urn
    window same_pair as (partition by l.urn, l.link_urn)
    qualify row_number() over (partition by l.urn, l.link_urn order by k.ord nulls last, l.link_type) = 1
),

linked as (
    select
        t.urn,
        t.day,
        t.event,
        t.link_urn as other_urn,
        replace(
            t.words,
            '{other}',
            coalesce(if(s.named, s.name, null), nullif(t.link_name, ''), 'a school') || ' (URN ' || t.link_urn || ')'
        ) as words,
    from told as t
    left join school as s on s.urn = t.link_urn
),

own as (
    select urn, opened as day, 'opened' as event, null as other_urn, 'Opened under this URN' as words,
    from school
    where opened is not null
    union all
    select urn, closed as day, 'closed' as event, null as other_urn, 'Closed under this URN' as words,
    from school
    where closed is not null
    union all
    select urn, null as day, event, null as other_urn, words,
    from school_earlier
)

select urn, day, event, other_urn, words,
from linked
union all
select urn, day, event, other_urn, words,
from own
order by urn, day, event, other_urn, words
