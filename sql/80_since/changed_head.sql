-- Grain: one thing about who leads a school that is said otherwise than before.
-- Inputs: head_before, head_after (seen_head of each side). Neither better nor worse: the ratings say what follows.
select
    'head' as heading,
    coalesce(a.school_id, b.school_id) as school_id,
    coalesce(a.title, b.title) as title,
    coalesce(b.words, 'not known') as before,
    coalesce(a.words, 'not known') as after,
    case
        when a.item is null then 'no longer known'
        when b.item is null then 'new'
        else 'changed'
    end as what,
    cast(null as varchar) as why,
    a.on_day,
    a.source,
    'school' as page,
    'leadership' as area,
    cast(null as varchar) as indicator,
    cast(null as varchar) as pupil_group,
    cast(null as varchar) as period,
    cast(null as varchar) as urn,
    coalesce(a.ord, b.ord) as ord,
from head_before as b
full join head_after as a on b.school_id = a.school_id and b.item = a.item
where a.words is distinct from b.words
