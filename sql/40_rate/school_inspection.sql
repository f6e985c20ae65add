-- Grain: one judgement of one inspection in a school's own history: those that its URN lists and those that the URNs it
-- had before list.
-- Inputs: inspection, school, inspection_threshold, setting.
-- Rule: a judgement is full, ageing or too old by the months since its grade (thresholds); one of another URN is a
-- predecessor's, whatever its age. An inspection that two URNs of a school list is taken from the later one.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

age_limit as (
    select
        any_value(value) filter (where name = 'full_months') as full_months,
        any_value(value) filter (where name = 'most_months') as most_months,
    from inspection_threshold
),

listed as (
    select
        s.urn as school_urn,
        i.*,
    from school as s
    inner join school as earlier on s.school_id = earlier.school_id and s.urn >= earlier.urn
    inner join inspection as i on earlier.urn = i.urn
    where s.is_home and i.is_current
    qualify
        row_number() over (
            partition by s.urn, i.kind, i.inspection_date, i.judgement order by i.urn desc
        ) = 1
),

aged as (
    select
        l.* exclude (of_predecessor),
        coalesce(l.inspected_urn <> l.school_urn, true) as of_predecessor,
        date_sub('month', l.graded_on, as_at.day) as age_months,
        as_at.day as seen_on,
    from listed as l
    cross join as_at
)

select
    a.* exclude (seen_on),
    case
        when a.of_predecessor then 'predecessor'
        when a.seen_on <= a.graded_on + to_months(cast(g.full_months as integer)) then 'full'
        when a.seen_on <= a.graded_on + to_months(cast(g.most_months as integer)) then 'ageing'
        else 'too old'
    end as standing,
from aged as a
cross join age_limit as g
