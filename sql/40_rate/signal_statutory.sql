-- Grain: one row per listed school and rule that reads a statutory step: a warning notice, an action of the council or
-- an Ofsted category of concern.
-- Inputs: school_rule, rule, statutory_step, school_inspection. Rules: domain rules 4.1, 4.4 and 5.
-- An action counts while it is in force, and for no academy, which the powers do not reach; a category while the
-- school's own latest inspection that gives grades says so. That there is none is no evidence of anything good: it is
-- told, and counts for nothing in the area.
with

loaded as (
    select max(as_at) as day, from statutory_step
),

last_graded as (
    select
        school_urn as urn,
        any_value(inspection_date) as day,
        any_value(category) as category,
        any_value(category_title) as category_title,
        any_value(extract_id) as extract_id,
    from school_inspection
    where standing <> 'predecessor' and kind in ('graded', 'report card')
    group by school_urn, kind, inspection_date
    qualify row_number() over (partition by school_urn order by inspection_date desc) = 1
),

inspected as (
    select max(inspection_date) as day, from school_inspection
),

wanted as (
    select
        s.school_id,
        s.urn,
        s.rule_id,
        s.test,
        r.title,
        r.words,
        p.type_group = 'academy' as is_academy,
    from school_rule as s
    inner join school as p using (urn)
    inner join rule as r using (rule_id)
    where s.kind = 'statutory'
),

acted as (
    select
        w.urn,
        w.rule_id,
        w.test,
        w.title,
        w.is_academy,
        l.day as register_day,
        max(g.issued_on) as day,
        max(g.extract_id) as extract_id,
        string_agg(
            g.action || if(g.ground is null or g.ground = 'not applicable', '', ' (' || g.ground || ')')
            || ' of ' || strftime(g.issued_on, '%-d %B %Y')
            || coalesce(', to comply by ' || strftime(g.comply_by, '%-d %B %Y'), ''),
            '; ' order by g.issued_on, g.ground
        ) as steps,
    from wanted as w
    cross join loaded as l
    left join statutory_step as g
        on
            w.school_id = g.school_id
            and g.state = 'in force'
            and case w.test
                when 'warning_notice' then g.action = 'formal warning notice' and list_contains(w.words, g.ground)
                else list_contains(w.words, g.action)
            end
    where w.test in ('warning_notice', 'statutory_action')
    group by w.urn, w.rule_id, w.test, w.title, w.is_academy, l.day
)

select
    urn,
    rule_id,
    case
        when steps is not null and is_academy then null
        when steps is not null then 2
        when register_day is not null then 0
    end as level,
    coalesce(day, register_day) as as_of,
    coalesce(steps, if(register_day is null, null, 'none in force')) as evidence,
    case
        when steps is null and register_day is null then 'no data'
        when steps is not null and is_academy then 'not applicable'
        else 'rated'
    end as status,
    extract_id,
    title
    || case
        when steps is not null and is_academy
            then ' not rated: ' || steps || ', but the council’s powers do not reach an academy'
        when steps is null and register_day is null then ' not rated: the statutory register is not loaded'
        when steps is null then ': none in the register of ' || strftime(register_day, '%-d %B %Y')
        else ': ' || steps
    end
    || '.' as reason,
from acted
union all by name
select
    w.urn,
    w.rule_id,
    case when list_contains(w.words, g.category) then 2 when l.day is not null then 0 end as level,
    g.day as as_of,
    case when g.day is not null then coalesce(g.category_title, g.category, 'no category of concern') end as evidence,
    if(l.day is null, 'no data', 'rated') as status,
    g.extract_id,
    w.title
    || case
        when l.day is null then ' not rated: no inspections are loaded'
        when g.day is null then ': none, as no inspection of this school is loaded'
        else
            ': ' || coalesce(g.category_title, g.category, 'none') || ' at the inspection of '
            || strftime(g.day, '%-d %B %Y')
    end
    || '.' as reason,
from wanted as w
cross join inspected as l
left join last_graded as g using (urn)
where w.test = 'category_of_concern'
