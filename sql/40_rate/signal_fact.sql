-- Grain: one row per listed school and rule that reads answers of a council return.
-- Inputs: fact_evidence, answer_level. Rules: domain rules 5; which answer gives which level is framework data.
-- answer: the least level among the items read, so that a rule of two items speaks only where both do. date_within:
-- how long ago the date was; without one, since before the first return that could have given it. open_actions: how
-- long the oldest has been due. Between a limit and the one for Developing there is no answer.
with

answered as (
    select
        e.urn,
        e.rule_id,
        any_value(e.test) as test,
        any_value(e.title) as title,
        any_value(e.seen_on) as seen_on,
        any_value(e.max_age) as max_age,
        any_value(e.at_limit) as at_limit,
        any_value(e.grace) as grace,
        min(l.level) as least,
        count(l.level) as known,
        count(*) as wanted,
        min(e.as_at) as as_of,
        max(e.period) as period,
        max(e.extract_id) as extract_id,
        bool_or(e.gate = 'no data' and (e.test = 'answer' or e.place = 1)) as is_absent,
        bool_or(e.gate = 'aged') as is_aged,
        string_agg(e.item_title || ': ' || coalesce(e.said, 'no answer'), '; ' order by e.place) as said,
        any_value(e.number) filter (where e.place = 1) as number,
        max(coalesce(e.newest_day, e.first_as_at - to_years(1))) filter (where e.place = 1) as newest_day,
        bool_or(e.newest_day is not null) filter (where e.place = 1) as has_day,
        any_value(e.day) filter (where e.place = 2) as due,
    from fact_evidence as e
    left join answer_level as l on e.rule_id = l.rule_id and e.item = l.item and e.said = l.answer
    where e.test in ('answer', 'date_within', 'open_actions')
    group by e.urn, e.rule_id
),

levelled as (
    select
        *,
        case
            when is_absent or is_aged then null
            when test = 'answer' and (known = wanted or least = 0) then least
            when test = 'date_within'
                then
                    case
                        when newest_day + to_months(cast(at_limit + grace as integer)) < seen_on then 1
                        when has_day and newest_day + to_months(cast(at_limit as integer)) >= seen_on then 0
                    end
            when test = 'open_actions'
                then
                    case
                        when number = 0 then 0
                        when due + to_months(cast(grace as integer)) < seen_on then 1
                    end
        end as level,
        if(period like '____-__-__', 'on ' || strftime(as_of, '%-d %B %Y'), 'in ' || period) as when_words,
        if(number = 1, '1 red action', format('{:g}', number) || ' red actions') as actions,
    from answered
),

worded as (
    select
        *,
        case test
            when 'answer' then said
            when 'date_within' then if(has_day, 'last on ' || strftime(newest_day, '%-d %B %Y'), 'none known')
            else actions || ' open' || coalesce(', the oldest due on ' || strftime(due, '%-d %B %Y'), '')
        end as evidence,
    from levelled
)

select
    urn,
    rule_id,
    level,
    period,
    case when test = 'date_within' and has_day then newest_day else as_of end as as_of,
    if(is_absent, null, evidence) as evidence,
    case test when 'date_within' then at_limit when 'open_actions' then grace end as threshold,
    case when test in ('date_within', 'open_actions') then 'months' end as threshold_unit,
    case
        when is_absent then 'no data'
        when is_aged then 'aged'
        when level is not null then 'rated'
        when test = 'answer' then 'not answered'
        else 'between'
    end as status,
    extract_id,
    title
    || case
        when is_absent then ' not rated: no return of this school is loaded.'
        when is_aged
            then
                ' not rated: ' || evidence || ', ' || when_words || ', more than ' || format('{:g}', max_age)
                || ' months before ' || strftime(seen_on, '%-d %B %Y') || '.'
        when test = 'answer' and level is null then ' not rated: ' || evidence || ' ' || when_words || '.'
        when test = 'answer' then ': ' || evidence || ' ' || when_words || '.'
        when test = 'date_within'
            then
                case when level is null then ' not rated: ' else ': ' end || evidence || '; due every '
                || format('{:g}', at_limit) || ' months, overdue by more than a term after '
                || format('{:g}', at_limit + grace) || '.'
        else
            case when level is null then ' not rated: ' else ': ' end || evidence || ' ' || when_words
            || case
                when level = 0 then ''
                else '; threshold ' || format('{:g}', grace) || ' months after the due day'
            end
            || '.'
    end as reason,
from worded
