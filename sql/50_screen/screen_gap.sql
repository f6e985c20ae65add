-- Grain: one row per indicator, pupil group with a national comparison group, phase, period and line (the home council
-- or England). How far is the group from the other pupils of England, and does that change?
-- Inputs: comparator, pupil_group, indicator_gap, indicator_break. Always a view: it is asked for one indicator.
-- Rule: gap is the group's value less the national value of the group it is paired with, never of the same council
-- (domain rules 2.3); a year without valid results has none.
with

stated as (
    select
        c.indicator,
        c.pupil_group,
        p.pair,
        c.phase,
        c.period,
        c.la,
        c.national,
        o.national as national_others,
    from comparator as c
    inner join pupil_group as p on c.pupil_group = p.pupil_group and p.pair is not null
    inner join comparator as o
        on
            c.indicator = o.indicator
            and c.phase = o.phase
            and c.period = o.period
            and p.pair = o.pupil_group
),

every_line as (
    select *, 'la' as line, la as value, from stated
    union all by name
    select *, 'national' as line, national as value, from stated
)

select
    e.indicator,
    e.pupil_group,
    e.pair,
    e.phase,
    e.period,
    period_start(e.period) as period_ord,
    e.line,
    e.value,
    e.national_others,
    if(g.indicator is null, e.value - e.national_others, null) as gap,
    g.reason as gap_reason,
    b.reason as break_reason,
from every_line as e
left join indicator_gap as g on e.indicator = g.indicator and e.period = g.period
left join indicator_break as b on e.indicator = b.indicator and e.period = b.period
where period_start(e.period) is not null
