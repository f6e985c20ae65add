-- Grain: one row per listed school and rule that reads what people judged.
-- Inputs: school_rule, rule, rule_limit, judgement, setting. Rules: domain rules 5.
-- judgement: the adviser's category for the area. self_evaluation: 1 where the council's validation found more concern
-- than the school itself.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

judged as (
    select
        s.urn,
        s.rule_id,
        s.test,
        r.title,
        l.max_age,
        n.day as seen_on,
        j.level,
        j.category,
        j.day,
        j.author,
        j.extract_id,
        v.level as own_level,
        v.category as own_category,
        coalesce(j.day + to_months(cast(l.max_age as integer)) < n.day, false) as is_aged,
    from school_rule as s
    cross join as_at as n
    inner join rule as r using (rule_id)
    inner join rule_limit as l on s.rule_id = l.rule_id and l.phase = 'all'
    left join judgement as j
        on
            s.urn = j.urn
            and r.area = j.area
            and j.kind = if(s.test = 'judgement', 'sia_judgement', 'la_validation')
    left join judgement as v
        on s.test = 'self_evaluation' and s.urn = v.urn and r.area = v.area and v.kind = 'self_evaluation'
    where s.kind = 'judgement'
),

levelled as (
    select
        *,
        case
            when is_aged then null
            when test = 'judgement' then level
            when own_level is not null and level is not null then if(level > own_level, 1, 0)
        end as found,
    from judged
)

select
    urn,
    rule_id,
    found as level,
    day as as_of,
    case when test = 'judgement' then category else category || ' (the school itself: ' || own_category || ')' end
        as evidence,
    case when found is not null then 'rated' when is_aged then 'aged' else 'no data' end as status,
    extract_id,
    title
    || case
        when is_aged
            then
                ' not rated: ' || category || ' on ' || strftime(day, '%-d %B %Y') || ', more than '
                || format('{:g}', max_age) || ' months before ' || strftime(seen_on, '%-d %B %Y')
        when found is null and test = 'judgement' then ' not rated: no judgement is recorded'
        when found is null then ' not rated: a self-evaluation and its validation are both needed'
        when test = 'judgement'
            then ': ' || category || ' on ' || strftime(day, '%-d %B %Y') || coalesce(', ' || author, '')
        else
            ': the school says ' || own_category || ', the validation of ' || strftime(day, '%-d %B %Y') || ' '
            || category
    end
    || '.' as reason,
from levelled
