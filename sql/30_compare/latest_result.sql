-- Grain: one row per listed school, indicator and pupil group. What is the newest result, and what stood before it?
-- Inputs: school, comparison.
-- Rule: the newest period with a value; without one, the newest period, so that its status can be told. A school's
-- own URN wins over its predecessor's in the same period. `before` and `earlier` are the one and two academic years
-- before; they are comparable when the comparison allows a change between them. `previous` and `first` are the results
-- one and two before, however many years lie between. Of the release alone: every framework's rules read from it.
with

result as (
    select
        s.urn as listed_urn,
        c.* exclude (la_code, source_row, source_column),
    from school as s
    inner join comparison as c using (school_id)
    where s.listed
    qualify
        row_number() over (
            partition by s.urn, c.indicator, c.pupil_group, c.period
            order by c.value is not null desc, c.urn = s.urn desc, c.urn
        ) = 1
),

newest as (
    select
        *,
        lag(band) over valued as previous_band,
        lag(quintile) over valued as previous_quintile,
        lag(national_of) over valued as previous_of,
        lag(period) over valued as previous_period,
        lag(value, 2) over valued as first_value,
        lag(band, 2) over valued as first_band,
        lag(quintile, 2) over valued as first_quintile,
        lag(national_of, 2) over valued as first_of,
        lag(gap_national, 2) over valued as first_gap,
        lag(period, 2) over valued as first_period,
    from result
    window valued as (partition by listed_urn, indicator, pupil_group order by value is not null, period)
    qualify
        row_number() over (
            partition by listed_urn, indicator, pupil_group order by value is not null desc, period desc
        ) = 1
)

select
    n.* exclude (urn, listed_urn),
    n.listed_urn as urn,
    n.urn as published_urn,
    period_end(n.period) as period_end,
    b.period as before_period,
    b.value as before_value,
    b.numerator as before_numerator,
    b.gap_national as before_gap,
    b.z_national as before_z,
    b.pupil_gap as before_pupil_gap,
    b.national_percentile as before_percentile,
    b.national_of as before_of,
    n.change_period = b.period as before_comparable,
    e.period as earlier_period,
    e.value as earlier_value,
    e.numerator as earlier_numerator,
    e.gap_national as earlier_gap,
    b.change_period = e.period as earlier_comparable,
from newest as n
left join result as b
    on
        n.listed_urn = b.listed_urn
        and n.indicator = b.indicator
        and n.pupil_group = b.pupil_group
        and b.value is not null
        and b.period = period_before(n.period, 1)
left join result as e
    on
        n.listed_urn = e.listed_urn
        and n.indicator = e.indicator
        and n.pupil_group = e.pupil_group
        and e.value is not null
        and e.period = period_before(n.period, 2)
