-- Grain: one row per listed school and rule made for it that reads what people decided. What does the rule say, and in
-- plain English why?
-- Inputs: signal_judgement, signal_headship, signal_statutory, school_rule, rule, rule_descriptor. Rules: those of
-- `signal`, of which this is the part that a decision changes.
with

decided as (
    select *, from signal_judgement
    union all by name
    select *, from signal_headship
    union all by name
    select *, from signal_statutory
)

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
