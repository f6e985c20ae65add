-- Grain: one judgement of one inspection of a listed school. Inputs: screen_inspection, screen_school.
-- Rule: what did not apply or was not judged says nothing and is left out; an outcome in words has no place on a scale.
select
    s.school_id,
    i.kind,
    i.regime,
    i.inspection_date,
    i.published_date,
    i.judgement,
    i.title,
    i.word,
    i.ordinal,
    i.ord,
    i.inspection_type,
    i.regime_title,
    i.category_title,
    i.publication || ', ' || i.file_name as source,
from screen_inspection as i
inner join screen_school as s using (urn)
where s.listed and (i.ordinal is not null or i.judgement = 'outcome')
qualify
    row_number() over (
        partition by s.school_id, i.kind, i.regime, i.inspection_date, i.judgement order by i.by_register, i.source_row
    ) = 1
