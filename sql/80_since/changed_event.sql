-- Grain: one thing that befell a school: an event of its life that was not known before, or what it is called, its
-- type, trust or status. Inputs: event_before, event_after, school_then, school_now.
-- Rule: a school that is listed now and was not, or the other way, says that alone.
with

befallen as (
    select
        a.school_id,
        a.words as title,
        'not known' as before,
        coalesce('On ' || strftime(a.day, '%-d %B %Y'), 'Day not known') as after,
        a.day as on_day,
        1 as ord,
    from event_after as a
    anti join event_before as b
        on
            a.school_id = b.school_id
            and a.urn = b.urn
            and a.event = b.event
            and a.other_urn = b.other_urn
            and a.words = b.words
),

told as (
    select
        a.school_id,
        unnest(
            [
                {
                    'title': 'Listed by this tool',
                    'before': if(b.listed, 'Yes', 'No'),
                    'after': if(a.listed, 'Yes', 'No')
                },
                { 'title': 'Status', 'before': b.status, 'after': a.status },
                { 'title': 'Name', 'before': b.name, 'after': a.name },
                { 'title': 'Type', 'before': b.school_type, 'after': a.school_type },
                {
                    'title': 'Trust',
                    'before': coalesce(b.trust_name, 'none'),
                    'after': coalesce(a.trust_name, 'none')
                },
                { 'title': 'URN', 'before': b.urn, 'after': a.urn }
            ]
        ) as one,
    from school_then as b
    inner join school_now as a using (school_id)
),

differing as (
    select
        school_id,
        one['title'] as title,
        one['before'] as before,
        one['after'] as after,
        2 as ord,
    from told
    where one['before'] is distinct from one['after']
),

appeared as (
    select
        coalesce(a.school_id, b.school_id) as school_id,
        'In the register' as title,
        if(b.school_id is null, 'No', 'Yes') as before,
        if(a.school_id is null, 'No', 'Yes') as after,
        0 as ord,
    from school_then as b
    full join school_now as a using (school_id)
    where (a.school_id is null and b.listed) or (b.school_id is null and a.listed)
),

every_one as (
    select *, from befallen
    union all by name
    select *, from differing
    union all by name
    select *, from appeared
)

select
    'events' as heading,
    school_id,
    title,
    coalesce(before, 'not known') as before,
    coalesce(after, 'not known') as after,
    'changed' as what,
    cast(null as varchar) as why,
    on_day,
    'Register of schools (GIAS)' as source,
    'school' as page,
    cast(null as varchar) as area,
    cast(null as varchar) as indicator,
    cast(null as varchar) as pupil_group,
    cast(null as varchar) as period,
    cast(null as varchar) as urn,
    ord,
from every_one
