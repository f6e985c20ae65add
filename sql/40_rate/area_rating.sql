-- Grain: one row per listed school and area of the framework. What do the area's signals add up to?
-- Inputs: school, area, area_rule, signal, rule, rule_descriptor, descriptor, threshold, setting.
-- Rule (domain rules 5, area combination), first that holds: not rated for academies where their trust answers for it;
-- a hard signal, or enough reds of which enough core (or one core red, where solo_red says so): red; any red: amber;
-- too few rated: insufficient; any core amber, or ambers for half of what is rated: amber; core evidence that is only
-- ageing inspections: insufficient; else green. An evidenced red is never hidden by missing data, and nothing is green
-- without evidence. That no statutory step was taken is no evidence. Where fewer rules are made for a school than the
-- area asks for, all of them must be rated. Every number is a column of area_rule.
-- Coverage: of the area's descriptors at Established, Developing and Causing Concern, how many did a rated signal test?
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

confidence_limit as (
    select
        max(value) filter (where name = 'high_share') as high_share,
        max(value) filter (where name = 'high_age') as high_age,
        max(value) filter (where name = 'low_share') as low_share,
        max(value) filter (where name = 'low_cohort') as low_cohort,
    from threshold
    where scope = 'confidence'
),

described as (
    select area, count(*) as descriptors, from descriptor where level <> 'embedded' group by area
),

covered as (
    select s.urn, s.area, count(distinct d.descriptor) as evidenced,
    from signal as s
    inner join rule_descriptor as d using (rule_id)
    where s.level is not null and (s.kind is distinct from 'statutory' or s.level > 0)
    group by s.urn, s.area
),

counted as (
    select
        s.urn,
        s.area,
        count(*) filter (where s.kind is distinct from 'statutory' and (s.core or not r.hard)) as expected,
        count(s.level) filter (where s.kind is distinct from 'statutory' or s.level > 0) as n,
        count(s.level) filter (where s.core) as n_core,
        count(s.level) filter (where s.core and s.status <> 'ageing') as n_fresh,
        count(*) filter (where s.level = 2) as reds,
        count(*) filter (where s.level = 2 and s.core) as reds_core,
        count(*) filter (where s.level = 1) as ambers,
        count(*) filter (where s.level = 1 and s.core) as ambers_core,
        bool_or(s.hard) as hard,
        bool_and(s.kind = 'judgement') filter (where s.core or not r.hard) as by_people,
        list(s.finding order by s.level desc, s.core desc, s.ord) filter (where s.level >= 1) as findings,
        list(s.reason order by s.core desc, s.ord) filter (where s.level is null and (s.core or not r.hard)) as gaps,
        min(s.as_of) filter (where s.level is not null and s.core) as oldest_core,
        min(s.cohort) filter (where s.level is not null and s.core) as smallest_core,
    from signal as s
    inner join rule as r using (rule_id)
    group by s.urn, s.area
),

rated as (
    select
        s.school_id,
        s.urn,
        s.phase,
        a.*,
        c.* exclude (urn, area),
        t.descriptors,
        coalesce(v.evidenced, 0) as evidenced,
        exists (from rule where rule.area = a.area and not rule.hard) as has_rules,
        case
            when s.type_group = 'academy' and not a.rates_academies then 'not_applicable'
            when c.hard then 'red'
            when c.reds >= a.reds_for_red and c.reds_core >= a.core_reds_for_red then 'red'
            when a.solo_red and c.reds_core > 0 then 'red'
            when c.reds >= a.reds_for_amber then 'amber'
            when coalesce(c.n, 0) < greatest(1, least(a.min_rated, c.expected)) then 'insufficient'
            when c.n_core < a.need_core then 'insufficient'
            when c.ambers_core >= a.core_ambers_for_amber then 'amber'
            when c.ambers > 0 and 100 * c.ambers >= a.amber_share * c.n then 'amber'
            when c.n_fresh = 0 then 'insufficient'
            else 'green'
        end as rating,
    from school as s
    cross join area_rule as a
    inner join described as t using (area)
    left join counted as c on s.urn = c.urn and a.area = c.area
    left join covered as v on s.urn = v.urn and a.area = v.area
    where s.listed
)

select
    r.school_id,
    r.urn,
    r.area,
    r.rating,
    r.evidenced,
    r.descriptors,
    case when r.rating <> 'not_applicable' then r.evidenced || ' of ' || r.descriptors end as coverage,
    case
        when r.rating in ('insufficient', 'not_applicable') then null
        when
            100 * r.n < l.low_share * r.expected
            or r.smallest_core < l.low_cohort
            or r.n_fresh = 0
            then 'low'
        when
            100 * r.n >= l.high_share * r.expected
            and r.oldest_core + to_months(cast(l.high_age as integer)) >= as_at.day
            then 'high'
        else 'medium'
    end as confidence,
    case
        when r.rating = 'not_applicable'
            then 'An academy’s finances are for its trust, so this area is not rated here.'
        when r.rating = 'red' then 'Red: ' || array_to_string(r.findings, '; ') || '.'
        when r.rating = 'amber' and r.reds >= r.reds_for_amber
            then
                'Amber: ' || array_to_string(r.findings, '; ')
                || '. One finding at Causing Concern needs a second, one of them core, to make the area red.'
        when r.rating = 'amber' then 'Amber: ' || array_to_string(r.findings, '; ') || '.'
        when r.rating = 'green' and len(r.findings) > 0
            then
                'Green: most of the ' || r.n || ' rules rated are consistent with Established; note '
                || array_to_string(r.findings, '; ') || '.'
        when r.rating = 'green'
            then
                'Green: '
                || if(r.n = 1, 'the one rule rated is', 'all ' || r.n || ' rules rated are')
                || ' consistent with Established.'
        when not r.has_rules then 'No rule reads data for this area yet.'
        when coalesce(r.expected, 0) = 0 or (r.by_people and r.n = 0)
            then 'The data rules of this area do not fit ' || r.phase || ' schools: professional judgement is needed.'
        when r.n = 0 then 'Not enough evidence. ' || r.gaps[1]
        when r.n_core > 0 and r.n_fresh = 0
            then 'Not enough evidence: only an ageing inspection speaks for Established, and it cannot do so alone.'
        else
            'Not enough evidence: ' || r.n || ' of ' || r.expected || ' rules could be rated, '
            || r.n_core || ' of them core. ' || coalesce(r.gaps[1], '')
    end as why,
    case r.rating when 'red' then 'causing_concern' when 'amber' then 'developing' when 'green' then 'established' end
        as level,
from rated as r
cross join confidence_limit as l
cross join as_at
