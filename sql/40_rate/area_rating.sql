-- Grain: one row per listed school and area of the framework. What do the area's signals add up to?
-- Inputs: school, area_rule, area_evidence, area_coverage, rule, descriptor, confidence_threshold, setting.
-- Rule (domain rules 5, area combination), first that holds: not rated for academies where their trust answers for it;
-- a hard signal, or enough reds of which enough core (or one core red, where solo_red says so): red; any red: amber;
-- too few rated: insufficient; any core amber, or ambers for half of what is rated: amber; a signal lost that could
-- decide, or lost ones that with the ambers would make half: insufficient; core evidence of ageing inspections alone:
-- insufficient; else green. So an evidenced red is never hidden by missing data, and taking evidence away makes nothing
-- green. Where fewer rules are made for a school than the area asks for, all of them must be rated. Every number is a
-- column of area_rule. is_short: there is too little, or something is lost, for green, whatever the rating.
-- Coverage: of the area's descriptors at Established, Developing and Causing Concern, how many are evidenced?
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

confidence_limit as (
    select
        any_value(value) filter (where name = 'high_share') as high_share,
        any_value(value) filter (where name = 'high_age') as high_age,
        any_value(value) filter (where name = 'low_share') as low_share,
        any_value(value) filter (where name = 'low_cohort') as low_cohort,
    from confidence_threshold
),

described as (
    select area, count(*) as descriptors, from descriptor where level <> 'embedded' group by area
),

ruled as (
    select distinct area, true as has_rules, from rule where not hard
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
        coalesce(w.has_rules, false) as has_rules,
        coalesce(
            c.n < greatest(1, least(a.min_rated, c.expected)) or c.n_core < a.need_core, true
        ) as is_thin,
        is_thin
        or c.lost_deciding > 0
        or (c.lost > 0 and 100 * (c.ambers + c.lost) >= a.amber_share * (c.n + c.lost))
        or c.n_fresh = 0 as is_short,
        case
            when s.type_group = 'academy' and not a.rates_academies then 'not_applicable'
            when c.hard then 'red'
            when c.reds >= a.reds_for_red and c.reds_core >= a.core_reds_for_red then 'red'
            when a.solo_red and c.reds_core > 0 then 'red'
            when c.reds >= a.reds_for_amber then 'amber'
            when is_thin then 'insufficient'
            when c.ambers_core >= a.core_ambers_for_amber then 'amber'
            when c.ambers > 0 and 100 * c.ambers >= a.amber_share * c.n then 'amber'
            when is_short then 'insufficient'
            else 'green'
        end as rating,
    from school as s
    cross join area_rule as a
    inner join described as t using (area)
    left join area_evidence as c on s.urn = c.urn and a.area = c.area
    left join area_coverage as v on s.urn = v.urn and a.area = v.area
    left join ruled as w on a.area = w.area
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
        when r.n = 0 then 'Not enough evidence. ' || r.first_gap
        when r.lost > 0 and not r.is_thin
            then 'Not enough evidence for green. ' || r.first_gap
        when r.n_core > 0 and r.n_fresh = 0
            then 'Not enough evidence: only an ageing inspection speaks for Established, and it cannot do so alone.'
        else
            'Not enough evidence: ' || r.n || ' of ' || r.expected || ' rules could be rated, '
            || r.n_core || ' of them core. ' || coalesce(r.first_gap, '')
    end as why,
    r.rating <> 'not_applicable' and r.is_short as is_short,
    case r.rating when 'red' then 'causing_concern' when 'amber' then 'developing' when 'green' then 'established' end
        as level,
from rated as r
cross join confidence_limit as l
cross join as_at
