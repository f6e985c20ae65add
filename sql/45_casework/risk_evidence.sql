-- Grain: one row per listed school of the home council. What does the evidence of the day say, for the annual list?
-- Inputs: overall_rating, judgement, area_rating, inspection_window, ladder_now. Rules: product 1.4, the definition of
-- schools causing concern. category: indicated or agreed Causing Concern; in_crisis: leadership or safeguarding is red;
-- vulnerable: a red area while an inspection is likely.
with

agreed as (
    select urn, category, day, from judgement where area = 'overall' and kind = 'agreed'
),

red as (
    select urn, bool_or(area in ('leadership', 'safeguarding')) as in_crisis,
    from area_rating
    where rating = 'red'
    group by urn
),

due as (
    select urn, opens_on, is_open, from inspection_window
)

select
    n.school_id,
    n.urn,
    n.name,
    n.phase,
    n.type_group,
    o.indicated,
    a.category as agreed,
    case
        when o.indicated = 'Causing Concern' or a.category = 'Causing Concern' then 'category'
        when r.in_crisis then 'in_crisis'
        when r.urn is not null and d.is_open then 'vulnerable'
    end as suggested,
    'Indicated: ' || coalesce(o.indicated, 'not rated') || '. '
    || coalesce('Agreed: ' || a.category || ' (' || strftime(a.day, '%-d %B %Y') || '). ', '')
    || coalesce(o.why, '')
    || coalesce(
        if(d.is_open, ' An inspection is likely since ', ' An inspection is likely from ')
        || strftime(d.opens_on, '%-d %B %Y') || ' (an estimate).',
        ''
    ) as evidence,
from ladder_now as n
left join overall_rating as o using (urn)
left join agreed as a using (urn)
left join red as r using (urn)
left join due as d using (urn)
where n.listed
