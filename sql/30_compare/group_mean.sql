-- Grain: one row per group of schools, phase, indicator, pupil group and year with a figure among them.
-- Inputs: comparator_group, observation, hidden_figure.
-- Rule: the unweighted mean of the schools that have a figure, k of them, as the mean of neighbours is; a school's
-- predecessors count for the years in which it had no figure of its own. Added up exactly in nine decimals, as the
-- means of similar schools are.
with

member as (
    select distinct school_id, urn, from comparator_group
),

figure as (
    select
        o.school_id,
        o.phase,
        o.indicator,
        o.pupil_group,
        o.period,
        arg_max(o.value, (m.urn is not null, o.urn)) as value,
    from observation as o
    semi join comparator_group using (school_id)
    left join member as m using (urn)
    anti join hidden_figure as h
        on o.urn = h.urn and o.indicator = h.indicator and o.pupil_group = h.pupil_group and o.period = h.period
    where o.is_best and o.value is not null and period_start(o.period) is not null and o.phase is not null
    group by o.school_id, o.phase, o.indicator, o.pupil_group, o.period
)

select
    g.group_id,
    g.kind,
    g.title,
    f.phase,
    f.indicator,
    f.pupil_group,
    f.period,
    sum(f.value::decimal(38, 9))::double / count(*) as mean,
    count(*)::integer as k,
from (select distinct group_id, kind, title, school_id, from comparator_group) as g
inner join figure as f using (school_id)
group by g.group_id, g.kind, g.title, f.phase, f.indicator, f.pupil_group, f.period
