-- Grain: one school and rule that answers otherwise than before, most concern first.
-- Inputs: signal_before, signal_after, school_before, school_after (all by school_id, so that a school which became an
-- academy is still the same school).
-- what: worse or better by level; 'now rated' and 'no longer rated' where one side has no level; 'new' and 'gone' where
-- only one side has the rule for the school.
with

paired as (
    select
        coalesce(a.school_id, b.school_id) as school_id,
        coalesce(a.rule_id, b.rule_id) as rule_id,
        coalesce(a.area, b.area) as area,
        coalesce(a.area_title, b.area_title) as area_title,
        coalesce(a.area_ord, b.area_ord) as area_ord,
        coalesce(a.title, b.title) as title,
        coalesce(a.ord, b.ord) as ord,
        b.level as level_before,
        a.level as level_after,
        b.status as status_before,
        a.status as status_after,
        b.reason as reason_before,
        a.reason as reason_after,
        case
            when b.rule_id is null then 'new'
            when a.rule_id is null then 'gone'
            when b.level is null then 'now rated'
            when a.level is null then 'no longer rated'
            when a.level > b.level then 'worse'
            else 'better'
        end as what,
    from signal_before as b
    full join signal_after as a on b.school_id = a.school_id and b.rule_id = a.rule_id
    where b.level is distinct from a.level
)

select
    p.school_id,
    coalesce(a.urn, b.urn) as urn,
    coalesce(a.name, b.name) as name,
    p.area,
    p.area_title,
    p.rule_id,
    p.title,
    p.what,
    p.level_before,
    p.level_after,
    p.status_before,
    p.status_after,
    p.reason_before,
    p.reason_after,
from paired as p
left join school_after as a on p.school_id = a.school_id
left join school_before as b on p.school_id = b.school_id
where a.school_id is not null and b.school_id is not null
order by p.level_after desc nulls last, p.area_ord, p.ord, name, urn
