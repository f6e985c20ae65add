-- Grain: one judgement of people that is not as it was: school, area and kind.
-- Inputs: judgement_before, judgement_after (seen_judgement of each side).
-- Rule: the agreed category of the school as a whole stands under the category, all else under judgements. Worse is
-- nearer to Causing Concern in the framework's order of categories.
with

paired as (
    select
        coalesce(a.school_id, b.school_id) as school_id,
        coalesce(a.area, b.area) as area,
        coalesce(a.kind, b.kind) as kind,
        coalesce(a.area_title, b.area_title) as area_title,
        coalesce(a.area_ord, b.area_ord) as area_ord,
        b.kind is not null as was_there,
        a.kind is not null as is_there,
        b.category as category_before,
        a.category as category_after,
        b.validated as validated_before,
        a.validated as validated_after,
        a.place - b.place as nearer,
        coalesce(a.category, '') <> coalesce(b.category, '')
        or coalesce(a.validated, '') <> coalesce(b.validated, '') as is_other,
        a.note,
        a.day,
        a.author,
    from judgement_before as b
    full join judgement_after as a on b.school_id = a.school_id and b.area = a.area and b.kind = a.kind
    where
        a.category is distinct from b.category
        or a.validated is distinct from b.validated
        or a.day is distinct from b.day
        or a.note is distinct from b.note
)

select
    if(area = 'overall' and kind = 'agreed', 'category', 'judgements') as heading,
    school_id,
    case kind
        when 'self_evaluation' then 'The school judges itself'
        when 'la_validation' then 'The council validates'
        when 'sia_judgement' then 'The adviser judges'
        when 'declared_context' then 'A challenge particular to the school'
        else 'Agreed category'
    end || if(area = 'overall', '', ': ' || area_title) as title,
    if(
        was_there,
        coalesce(category_before, 'no category') || coalesce(', validated: ' || validated_before, ''),
        'none'
    ) as before,
    if(
        is_there,
        coalesce(category_after, 'no category') || coalesce(', validated: ' || validated_after, ''),
        'none'
    ) as after,
    case
        when not is_there then 'no longer known'
        when not was_there then 'new'
        when nearer < 0 then 'worse'
        when nearer > 0 then 'better'
        when is_other then 'changed'
        else 'as before'
    end as what,
    nullif(note, '') as why,
    day as on_day,
    'Judged by ' || author as source,
    'school_judgements' as page,
    cast(null as varchar) as area,
    cast(null as varchar) as indicator,
    cast(null as varchar) as pupil_group,
    cast(null as varchar) as period,
    cast(null as varchar) as urn,
    if(heading = 'category', 2, area_ord) as ord,
from paired
