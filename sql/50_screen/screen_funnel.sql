-- Grain: one row per state-funded school of the home council, indicator, pupil group and period with a value, a
-- national value and a cohort, for measures whose spread by chance is known. Is the school further from England
-- than chance would put it?
-- Inputs: screen_distribution, indicator. Always a view: it is asked for one period.
-- Rules (domain rules 2.1): shares by the normal limits of z_prop, means by those of z_mean with the indicator's
-- assumed spread, rates of counts by the exact Poisson tails of the count; 95% is 1.96 standard errors or 0.025 in a
-- tail, 99.8% 3.09 or 0.001. A share less than one whole pupil from England is within whatever the test. No cohort
-- below the indicator's min_cohort is placed. side is that of the value.
with

placed as (
    select
        d.*,
        i.polarity,
        i.kind,
        if(i.kind = 'rate', d.denominator, d.cohort) as size,
        i.min_cohort,
        if(i.unit = 'rate per 1000', 1000, 100) as per,
        i.significance,
        i.pupil_sd,
        i.unit,
    from screen_distribution as d
    inner join indicator as i using (indicator)
    where
        d.value is not null
        and d.national is not null
        and (i.significance in ('z_proportion', 'z_mean') or (i.kind = 'rate' and starts_with(i.unit, 'rate per ')))
),

tailed as (
    select
        *,
        case
            when significance = 'z_proportion' and pupil_gap(value / 100, national / 100, size) <> 0
                then z_prop(value / 100, national / 100, size)
            when significance = 'z_mean' then z_mean(value, national, pupil_sd, size)
        end as z,
        if(kind = 'rate', 1 - poisson_cdf(numerator - 1, size * national / per), null) as above_tail,
        if(kind = 'rate', poisson_cdf(numerator, size * national / per), null) as below_tail,
    from placed
    where size >= min_cohort and (kind <> 'rate' or numerator is not null)
)

select
    * exclude (min_cohort, per, significance, pupil_sd, kind, unit),
    case
        when abs(z) >= 3.09 or least(above_tail, below_tail) <= 0.001 then '99.8%'
        when abs(z) >= 1.96 or least(above_tail, below_tail) <= 0.025 then '95%'
    end as beyond,
    case when beyond is null then null when value > national then 'above' else 'below' end as side,
from tailed
