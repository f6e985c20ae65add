-- Grain: one row per row of screen_funnel_span of a share or a mean. Between which values does chance alone keep a
-- school of that size?
-- Inputs: screen_funnel_span. Always a view: it is asked for one period. Rules: those of screen_funnel.
select
    indicator,
    pupil_group,
    phase,
    period,
    size,
    national,
    if(
        significance = 'z_mean',
        limit_mean(national, pupil_sd, size, -1.96),
        100 * limit_proportion(national / 100, size, -1.96)
    ) as low95,
    if(
        significance = 'z_mean',
        limit_mean(national, pupil_sd, size, 1.96),
        100 * limit_proportion(national / 100, size, 1.96)
    ) as high95,
    if(
        significance = 'z_mean',
        limit_mean(national, pupil_sd, size, -3.09),
        100 * limit_proportion(national / 100, size, -3.09)
    ) as low998,
    if(
        significance = 'z_mean',
        limit_mean(national, pupil_sd, size, 3.09),
        100 * limit_proportion(national / 100, size, 3.09)
    ) as high998,
from screen_funnel_span
where significance <> 'poisson'
