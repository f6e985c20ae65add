-- Grain: one judgement of one inspection of one school of the home council, latest inspection first.
-- Inputs: school_inspection, school, extract. is_latest marks the latest inspection of its kind under each regime.
select
    i.school_urn as urn,
    i.kind,
    i.regime,
    i.regime_title,
    i.regime_ord,
    i.inspection_date,
    i.published_date,
    i.inspection_number,
    i.inspection_type,
    i.of_predecessor,
    i.inspected_urn,
    p.name as inspected_name,
    i.category,
    i.category_title,
    i.judgement,
    i.title,
    i.ord,
    i.scale,
    i.word,
    i.raw,
    i.ordinal,
    i.points,
    i.graded_on,
    i.age_months,
    i.standing,
    dense_rank() over (
        partition by i.school_urn, i.regime, i.kind order by i.inspection_date desc
    ) = 1 as is_latest,
    i.extract_id,
    i.source_row,
    i.source_column,
    e.file_name,
    e.publication,
    e.kind <> 'inspections' as by_register,
from school_inspection as i
left join school as p on i.inspected_urn = p.urn
left join extract as e using (extract_id)
order by i.school_urn, i.regime_ord desc, i.inspection_date desc, i.kind, i.ord
