-- Grain: one row per listed school and area that has rules for it. How much was rated, at which levels, and what is
-- lost?
-- Inputs: signal, school, rule, area_threshold.
-- Rule: a signal is lost where it is not rated although the rule is answered for the usual share (threshold) of the
-- listed schools of the phase: then its silence may hide something. It is not lost where the pupils are known to be too
-- few, or the figure lies between two limits. One decides where it is core, or can say Causing Concern. That no
-- statutory step was taken is no evidence: it counts nowhere; that none is known to be taken may hide one.
with

usual as (
    select any_value(value) as share, from area_threshold where name = 'expected_share'
),

told as (
    select
        s.*,
        p.phase,
        r.core or r.hard or r.causing_concern is not null as decides,
        coalesce(s.kind, '') <> 'statutory' and (s.core or not r.hard) as counts,
    from signal as s
    inner join school as p using (urn)
    inner join rule as r using (rule_id)
),

answered as (
    select
        t.rule_id,
        t.phase,
        100 * count(t.level) >= any_value(u.share) * count(*) as is_usual,
    from told as t
    cross join usual as u
    group by t.rule_id, t.phase
),

placed as (
    select
        t.*,
        level is null and is_usual and status not in ('too few pupils', 'between', 'not applicable') as lost,
    from told as t
    inner join answered as a on t.rule_id = a.rule_id and t.phase = a.phase
)

select
    urn,
    area,
    count(*) filter (where counts) as expected,
    count(level) filter (where counts or level > 0) as n,
    count(level) filter (where core) as n_core,
    count(level) filter (where core and status <> 'ageing') as n_fresh,
    count(*) filter (where lost) as lost,
    count(*) filter (where lost and decides) as lost_deciding,
    count(*) filter (where level = 2) as reds,
    count(*) filter (where level = 2 and core) as reds_core,
    count(*) filter (where level = 1) as ambers,
    count(*) filter (where level = 1 and core) as ambers_core,
    bool_or(hard) as hard,
    bool_and(kind = 'judgement') filter (where counts) as by_people,
    list(finding order by level desc, core desc, ord) filter (where level >= 1) as findings,
    first(reason order by lost desc, core desc, ord) filter (where level is null and (counts or lost)) as first_gap,
    min(as_of) filter (where level is not null and core) as oldest_core,
    min(cohort) filter (where level is not null and core) as smallest_core,
from placed
group by urn, area
