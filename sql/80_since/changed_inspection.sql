-- Grain: one judgement of an inspection that was not known before, or is told otherwise.
-- Inputs: inspection_before, inspection_after (seen_inspection of each side).
-- Rule: held against the same judgement of the last inspection of the same kind and regime that was known, and only
-- where both have a place on its scale (1 is best); judgements of different regimes are never compared. What the files
-- hold no more of an inspection is told as no longer known.
with

paired as (
    select
        coalesce(a.school_id, b.school_id) as school_id,
        coalesce(a.kind, b.kind) as kind,
        coalesce(a.regime, b.regime) as regime,
        coalesce(a.judgement, b.judgement) as judgement,
        coalesce(a.inspection_date, b.inspection_date) as inspection_date,
        coalesce(a.title, b.title) || ', inspection of '
        || strftime(coalesce(a.inspection_date, b.inspection_date), '%-d %B %Y') as title,
        coalesce(a.regime_title, b.regime_title) as regime_title,
        coalesce(a.ord, b.ord) as ord,
        a.word as word_after,
        a.ordinal as ordinal_after,
        b.word as word_before,
        b.ordinal as ordinal_before,
        coalesce(a.category_title, '') as category_title,
        a.source,
        a.school_id is not null as is_known,
        b.school_id is not null as was_known,
    from inspection_before as b
    full join inspection_after as a
        on
            b.school_id = a.school_id
            and b.kind = a.kind
            and b.regime = a.regime
            and b.inspection_date = a.inspection_date
            and b.judgement = a.judgement
    where a.word is distinct from b.word
),

-- The last one that was known before it, of the same kind and regime where there is one.
earlier as (
    select
        p.school_id,
        p.kind,
        p.regime,
        p.judgement,
        p.inspection_date,
        b.word,
        b.ordinal,
        b.inspection_date as day,
        b.kind = p.kind and b.regime = p.regime as is_alike,
    from paired as p
    inner join inspection_before as b
        on p.school_id = b.school_id and p.judgement = b.judgement and p.inspection_date > b.inspection_date
    qualify
        row_number() over (
            partition by p.school_id, p.kind, p.regime, p.judgement, p.inspection_date
            order by is_alike desc, b.inspection_date desc, b.regime desc, b.kind
        ) = 1
),

held as (
    select
        p.*,
        case
            when p.was_known then p.word_before
            when e.is_alike then e.word || ' (' || strftime(e.day, '%-d %B %Y') || ')'
            else e.word || ' (' || strftime(e.day, '%-d %B %Y') || ', under another regime)'
        end as before,
        case when p.was_known then p.ordinal_before when e.is_alike then e.ordinal end as ordinal_held,
        p.was_known or coalesce(e.is_alike, false) as is_comparable,
    from paired as p
    left join earlier as e
        on
            p.school_id = e.school_id
            and p.kind = e.kind
            and p.regime = e.regime
            and p.judgement = e.judgement
            and p.inspection_date = e.inspection_date
)

select
    'ofsted' as heading,
    school_id,
    title,
    coalesce(before, 'not judged before') as before,
    coalesce(word_after, 'not known') as after,
    case
        when not is_known then 'no longer known'
        when ordinal_after > ordinal_held then 'worse'
        when ordinal_after < ordinal_held then 'better'
        when ordinal_after = ordinal_held then 'as before'
        when before is null then 'new'
        when not is_comparable then 'not comparable'
        else 'changed'
    end as what,
    coalesce(nullif(category_title, '') || '. ', '') || regime_title || '.' as why,
    inspection_date as on_day,
    source,
    'school' as page,
    cast(null as varchar) as area,
    cast(null as varchar) as indicator,
    cast(null as varchar) as pupil_group,
    cast(null as varchar) as period,
    cast(null as varchar) as urn,
    ord,
from held
