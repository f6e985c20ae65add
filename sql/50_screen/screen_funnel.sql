-- Grain: one row per state-funded school of the home council, indicator, pupil group and period with a value, a
-- national value and a cohort, for measures whose spread by chance is known. Is the school further from England
-- than chance would put it?
-- Inputs: comparison, school, indicator. Always a view: it is asked for one period.
-- Rules (domain rules 2.1): shares by the normal limits of z_prop, means by those of z_mean with the indicator's
-- assumed spread, rates of counts by the exact Poisson tails of the count; 95% is 1.96 standard errors or 0.025 in a
-- tail, 99.8% 3.09 or 0.001. A share less than one whole pupil from England is within whatever the test. No cohort
-- below the indicator's min_cohort is placed. side is that of the value.
with

placed as (
    select
        c.indicator,
        c.pupil_group,
        c.phase,
        c.period,
        c.urn,
        s.school_id,
        s.name,
        c.value,
        c.numerator,
        c.national,
        c.gap_national,
        c.extract_id,
        i.polarity,
        i.significance,
        i.pupil_sd,
        if(i.significance = 'poisson', c.denominator, c.cohort) as size,
        if(i.significance = 'poisson', size * c.national / if(i.unit = 'rate per 1000', 1000, 100), null) as expected,
    from comparison as c
    inner join school as s using (urn)
    inner join indicator as i using (indicator)
    where
        s.state_funded
        and c.value is not null
        and c.national is not null
        and (
            i.significance in ('z_proportion', 'z_mean')
            or (i.significance = 'poisson' and c.numerator is not null)
        )
        and if(i.significance = 'poisson', c.denominator, c.cohort) >= i.min_cohort
),

tailed as (
    select
        *,
        case
            when significance = 'z_proportion' and pupil_gap(value / 100, national / 100, size) <> 0
                then z_prop(value / 100, national / 100, size)
            when significance = 'z_mean' then z_mean(value, national, pupil_sd, size)
        end as z,
        1 - poisson_cdf(numerator - 1, expected) as above_tail,
        poisson_cdf(numerator, expected) as below_tail,
    from placed
)

select
    * exclude (significance, pupil_sd, expected),
    case
        when abs(z) >= 3.09 or least(above_tail, below_tail) <= 0.001 then '99.8%'
        when abs(z) >= 1.96 or least(above_tail, below_tail) <= 0.025 then '95%'
    end as beyond,
    case when beyond is null then null when value > national then 'above' else 'below' end as side,
from tailed
