-- Grain: one row per threshold, those of rules first. Which figure decides, who set it, and why?
-- Inputs: threshold, rule, area.
select
    t.*,
    coalesce(
        r.title,
        case t.scope
            when 'overall' then 'Overall category'
            when 'confidence' then 'Confidence'
            when 'inspection' then 'Hints of inspections'
            else 'Every rule'
        end
    ) as rule_title,
    r.area,
    a.title as area_title,
from threshold as t
left join rule as r using (rule_id)
left join area as a on r.area = a.area
order by a.ord nulls last, r.ord, t.scope, t.name, t.phase
