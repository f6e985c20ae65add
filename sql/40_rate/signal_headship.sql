-- Grain: one row per listed school and rule that reads how the headship is filled. Who leads the school?
-- Inputs: fact_evidence, rule, signal_attendance, signal_attainment, signal_group_gap, signal_return, signal_fact,
-- signal_judgement, signal_inspection.
-- Rule: domain rules 5, area 2: acting, interim or vacant (the rule's words) for longer than the threshold is Causing
-- Concern where another rule of the area is at 1 or 2; alone it gives no answer.
with

every_level as (
    select urn, rule_id, level, from signal_attendance
    union all
    select urn, rule_id, level, from signal_attainment
    union all
    select urn, rule_id, level, from signal_group_gap
    union all
    select urn, rule_id, level, from signal_return
    union all
    select urn, rule_id, level, from signal_fact
    union all
    select urn, rule_id, level, from signal_judgement
    union all
    select urn, rule_id, level, from signal_inspection
),

concerned as (
    select s.urn, r.area, count(*) as concerns,
    from every_level as s
    inner join rule as r using (rule_id)
    where s.level >= 1
    group by s.urn, r.area
),

led as (
    select
        e.urn,
        e.rule_id,
        any_value(e.title) as title,
        any_value(e.terms) as terms,
        any_value(e.seen_on) as seen_on,
        any_value(e.said) filter (where e.place = 1) as said,
        any_value(e.day) filter (where e.place = 2) as since,
        any_value(e.words) as words,
        max(e.as_at) as as_of,
        max(e.extract_id) as extract_id,
        min(e.gate) as gate,
    from fact_evidence as e
    where e.test = 'headship'
    group by e.urn, e.rule_id
),

levelled as (
    select
        l.*,
        list_contains(l.words, l.said) as is_open,
        coalesce(c.concerns, 0) as concerns,
        l.said || coalesce(' since ' || strftime(l.since, '%-d %B %Y'), '') as evidence,
        case
            when l.gate <> 'rated' then null
            when not list_contains(l.words, l.said) then 0
            when l.since + to_months(cast(l.terms as integer)) < l.seen_on and c.concerns > 0 then 2
        end as level,
    from led as l
    inner join rule as r using (rule_id)
    left join concerned as c on l.urn = c.urn and r.area = c.area
)

select
    urn,
    rule_id,
    level,
    as_of,
    evidence,
    terms as threshold,
    'months' as threshold_unit,
    case
        when level is not null then 'rated'
        when gate <> 'rated' then gate
        when is_open then 'between'
        else 'no data'
    end as status,
    extract_id,
    title
    || case
        when gate = 'aged' then ' not rated: the last return is too old'
        when gate <> 'rated' or said is null then ' not rated: no return of this school is loaded'
        when level = 0 then ': ' || evidence
        when level = 2
            then
                ': ' || evidence || ', with ' || concerns || if(concerns = 1, ' other concern', ' other concerns')
                || ' of the area; threshold ' || format('{:g}', terms) || ' months'
        when concerns = 0 then ' not rated: ' || evidence || ', with no other concern of the area'
        else ' not rated: ' || evidence || ', not yet longer than ' || format('{:g}', terms) || ' months'
    end
    || '.' as reason,
from levelled
