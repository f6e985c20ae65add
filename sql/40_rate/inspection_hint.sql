-- Grain: one row per school and framework area that an inspection says something of.
-- Inputs: school_inspection, inspection_area, inspection_level.
-- Rule: the least favourable level among the area's judgements in the school's latest inspection that has any; its own
-- go before a predecessor's, which is shown and has no weight. embedded says that the data do not rule Embedded out.
-- A hint is never a converted grade. Source: domain rules 4.1.
with

hinted as (
    select
        s.school_urn as urn,
        a.area,
        s.kind,
        s.regime,
        s.inspection_date,
        s.graded_on,
        s.age_months,
        s.standing,
        s.title,
        s.word,
        l.level,
        l.embedded,
        case l.level when 'established' then 0 when 'developing' then 1 else 2 end as concern,
    from school_inspection as s
    inner join inspection_area as a using (kind, judgement)
    inner join inspection_level as l using (scale, ordinal)
),

latest as (
    select *,
    from hinted
    qualify
        dense_rank() over (
            partition by urn, area order by standing = 'predecessor', inspection_date desc
        ) = 1
)

select
    urn,
    area,
    arg_max(level, concern) as level,
    bool_and(embedded) as embedded,
    any_value(regime) as regime,
    any_value(inspection_date) as inspection_date,
    min(graded_on) as graded_on,
    max(age_months) as age_months,
    arg_max(standing, age_months) as standing,
    string_agg(title || ': ' || word, '; ' order by concern desc, title) as judgements,
from latest
group by urn, area
