-- Grain: one row per school of the home council (the URN a figure was published for), indicator, pupil group with a
-- national comparison group, and period. How far is the school's group from the other pupils of England?
-- Inputs: comparison, screen_gap, indicator. Always a view: it is asked for one school.
-- Rules: as screen_gap; of shares the gap in whole pupils of the group, towards zero (domain rules 2.1).
select
    c.school_id,
    c.urn,
    c.indicator,
    c.pupil_group,
    c.phase,
    c.period,
    c.value,
    c.cohort,
    c.status,
    if(g.gap is null, null, c.value - g.national_others) as gap,
    if(
        i.kind = 'proportion' and g.gap is not null,
        pupil_gap(c.value / 100, g.national_others / 100, c.cohort),
        null
    ) as pupils,
from comparison as c
inner join indicator as i using (indicator)
inner join screen_gap as g
    on
        g.line = 'national'
        and c.indicator = g.indicator
        and c.pupil_group = g.pupil_group
        and c.phase = g.phase
        and c.period = g.period
