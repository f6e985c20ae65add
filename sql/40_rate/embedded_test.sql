-- Grain: one row per listed school and area. Is what Embedded asks beyond Established there?
-- Inputs: school, area_rule, rule, rule_evidence, latest_evidence, judgement, inspection_hint, school_fact,
-- embedded_threshold, setting.
-- Rule (domain rules 5): the data for attendance, attainment and finance; for the others the adviser's own judgement of
-- Embedded in date, with the upper grades of an inspection of the school itself that is not too old, guidance embedded
-- or the return validated where the framework adds them. Never more than a candidate: people decide. An academy's
-- finances are not asked for.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

asked as (
    select
        any_value(value) filter (where name = 'results_years') as results_years,
        any_value(value) filter (where name = 'reserve') as reserve,
        any_value(value) filter (where name = 'judgement_age')::integer as judgement_age,
    from embedded_threshold
),

present as (
    select urn, coalesce(shown_gap < -margin and round(before_gap, decimals) < -margin, false) as met,
    from rule_evidence
    where gate = 'rated' and test = 'above_national' and indicator = 'abs_overall'
),

attained as (
    select
        e.urn,
        len(
            list_filter(
                [e.standing, e.previous_standing, e.first_standing], lambda s: s in ('above', 'well_above')
            )
        )
        >= a.results_years
        and coalesce(least(d.gap_national, d.before_gap, d.earlier_gap) >= 0, false)
        and d.earlier_gap is not null as met,
    from rule_evidence as e
    cross join asked as a
    left join latest_evidence as d on e.urn = d.urn and e.indicator = d.indicator and d.pupil_group = 'dis'
    where e.gate = 'rated' and e.test = 'headline'
    qualify row_number() over (partition by e.urn order by e.ord) = 1
),

reserved as (
    select e.urn, e.value >= a.reserve as met,
    from latest_result as e
    cross join asked as a
    where e.indicator = 'fin_close_pct_income' and e.pupil_group = 'all'
),

signed as (
    select j.urn, j.area, j.embedded and j.day + to_months(a.judgement_age) >= n.day as met,
    from judgement as j
    cross join asked as a
    cross join as_at as n
    where j.kind = 'sia_judgement'
),

answered as (
    select
        school_id,
        coalesce(bool_or(item = 'oag_status' and text = 'embedded'), false) as has_guidance,
        coalesce(bool_or(item = 's175_validated' and text = 'Yes'), false) as is_validated,
    from school_fact
    where is_current and item in ('oag_status', 's175_validated')
    group by school_id
)

select
    s.urn,
    r.area,
    case
        when s.type_group = 'academy' and not r.rates_academies then null
        when r.area = 'attendance' then coalesce(p.met, false)
        when r.area = 'attainment' then coalesce(t.met, false)
        when r.area = 'finance' then coalesce(m.met, false)
        when r.area = 'quality_of_education'
            then coalesce(g.met and h.embedded and h.standing in ('full', 'ageing'), false)
        when r.area = 'inclusion' then coalesce(g.met and f.has_guidance, false)
        when r.area = 'safeguarding' then coalesce(g.met and f.is_validated, false)
        else coalesce(g.met, false)
    end as met,
from school as s
cross join area_rule as r
left join present as p on s.urn = p.urn
left join attained as t on s.urn = t.urn
left join reserved as m on s.urn = m.urn
left join signed as g on s.urn = g.urn and r.area = g.area
left join inspection_hint as h on s.urn = h.urn and r.area = h.area
left join answered as f on s.school_id = f.school_id
where s.listed
