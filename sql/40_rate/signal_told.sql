-- Grain: one row per listed school and rule made for it that reads no judgement. What does the rule say, and in plain
-- English why?
-- Inputs: school_rule, rule, signal_figure, signal_fact, signal_inspection, signal_across, signal_both_high,
-- rule_descriptor. Rules: those of `signal`, of which this is the part that no decision changes.
with

every_signal as (
    select *, from signal_figure
    union all by name
    select *, from signal_fact
    union all by name
    select *, from signal_inspection
    union all by name
    select *, from signal_across
    union all by name
    select *, from signal_both_high
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
    r.indicator,
    r.pupil_group,
    s.period,
    s.as_of,
    s.published_urn,
    s.value,
    s.unit,
    s.decimals,
    s.evidence,
    s.comparator_name,
    s.comparator,
    s.threshold,
    s.threshold_unit,
    s.cohort,
    s.gap,
    s.status,
    s.reason,
    d.finding,
    d.descriptor,
    r.question,
    s.extract_id,
from every_signal as s
inner join school_rule as a using (urn, rule_id)
inner join rule as r using (rule_id)
left join rule_descriptor as d on s.rule_id = d.rule_id and d.level = coalesce(s.level, 0)
