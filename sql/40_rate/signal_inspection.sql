-- Grain: one row per listed school and rule that reads an inspection.
-- Inputs: school_rule, rule, rule_limit, inspection_hint. Rules: domain rules 4.1 and 5.
-- An ageing hint keeps its level and the status 'ageing', so that it cannot alone make an area green; one that is too
-- old, or of a predecessor, gives none. inspection_age: 1 when the area was last judged longer ago than the limit.
with

hinted as (
    select
        s.urn,
        s.rule_id,
        s.test,
        r.title,
        l.at_limit,
        h.* exclude (urn, area, level),
        case h.level when 'established' then 0 when 'developing' then 1 when 'causing_concern' then 2 end as hint,
    from school_rule as s
    inner join rule as r using (rule_id)
    inner join rule_limit as l on s.rule_id = l.rule_id and l.phase = 'all'
    left join inspection_hint as h on s.urn = h.urn and r.area = h.area
    where s.kind = 'inspection'
),

levelled as (
    select
        *,
        case
            when test = 'inspection' and standing in ('full', 'ageing') then hint
            when test = 'inspection_age' and standing in ('full', 'ageing', 'too old')
                then if(age_months >= at_limit, 1, 0)
        end as level,
        strftime(graded_on, '%-d %B %Y') as day_words,
    from hinted
)

select
    urn,
    rule_id,
    level,
    graded_on as as_of,
    judgements as evidence,
    case when test = 'inspection_age' then at_limit end as threshold,
    case when test = 'inspection_age' then 'months' end as threshold_unit,
    case
        when level is not null and test = 'inspection' and standing = 'ageing' then 'ageing'
        when level is not null then 'rated'
        when standing = 'too old' then 'aged'
        else 'no data'
    end as status,
    title
    || case
        when standing is null then ' not rated: no inspection that judged it is loaded'
        when standing = 'predecessor'
            then ' not rated: ' || judgements || ' on ' || day_words || ', of the school it was before'
        when test = 'inspection_age'
            then
                ': last judged on ' || day_words || ', ' || age_months || ' months ago; threshold '
                || format('{:g}', at_limit) || ' months'
        when standing = 'too old' then ' not rated: ' || judgements || ' on ' || day_words || ' is too old'
        when standing = 'ageing'
            then ': ' || judgements || ' on ' || day_words || ', ageing, so it cannot alone make the area green'
        else ': ' || judgements || ' on ' || day_words
    end
    || '.' as reason,
from levelled
