-- Grain: one row per listed school and rule made for it. What does the rule say, and in plain English why?
-- Inputs: signal_told, signal_judgement, signal_headship, signal_statutory, school_rule, rule, rule_descriptor.
-- Rules: domain rules 5. level 0 is consistent with Established, 1 Developing, 2 Causing Concern; NULL is not rated
-- and never counts as 0. The descriptor is the one of the level found, or of Established when none was. kind says what
-- was read, as_of of when it is, evidence what it says where it is no figure. A hard signal is a statutory step, or a
-- judgement that the framework gives the same weight.
with

decided as (
    select *, from signal_judgement
    union all by name
    select *, from signal_headship
    union all by name
    select *, from signal_statutory
)

select *, from signal_told
union all by name
select
    a.school_id,
    s.urn,
    r.area,
    s.rule_id,
    r.ord,
    r.title,
    r.kind,
    s.level::integer as level,
    r.core,
    r.hard and coalesce(s.level = 2, false) as hard,
    s.as_of,
    s.evidence,
    s.threshold,
    s.threshold_unit,
    s.status,
    s.reason,
    d.finding,
    d.descriptor,
    r.question,
    s.extract_id,
from decided as s
inner join school_rule as a using (urn, rule_id)
inner join rule as r using (rule_id)
left join rule_descriptor as d on s.rule_id = d.rule_id and d.level = coalesce(s.level, 0)
