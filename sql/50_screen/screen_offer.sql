-- Grain: one row per standing offer of support, open ones first. Which schools give, in what, and how much is free?
-- Inputs: offer_load, school, area, overall_rating, judgement.
-- Always a view: asked for on its screen. Lengths are half days. concern says why the giver should not be asked for
-- more; NULL where nothing speaks against it.
with

newest as (
    select *,
    from school
    where is_home
    qualify row_number() over (partition by school_id order by listed desc, urn desc) = 1
),

named as (
    select o.record_id, list(a.short_title order by a.ord) as area_titles,
    from offer_load as o
    inner join area as a on list_contains(o.areas, a.area)
    group by o.record_id
),

standing as (
    select
        o.urn,
        coalesce(j.category, o.indicated) as category,
        j.category is not null as is_agreed,
    from overall_rating as o
    left join judgement as j on o.urn = j.urn and j.area = 'overall' and j.kind = 'agreed'
)

select
    o.*,
    n.area_titles,
    s.urn,
    coalesce(s.name, o.school_id) as name,
    s.phase,
    s.type_group,
    s.trust_name,
    s.ward,
    case
        when s.urn is null then 'This release does not know the school.'
        when s.status = 'closed' then 'The school is closed.'
        when t.category = 'Causing Concern'
            then 'Causing Concern' || if(t.is_agreed, ', as agreed.', ', as the data indicate.')
        when o.free < 0 then 'More is agreed than was offered.'
    end as concern,
    row_number() over (
        order by list_position(['open', 'to come', 'ended'], o.state), o.free desc, name, o.record_id
    )::integer as ord,
from offer_load as o
left join named as n using (record_id)
left join newest as s using (school_id)
left join standing as t using (urn)
order by ord
