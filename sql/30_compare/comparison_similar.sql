-- Grain: one row per row of comparison_value that has similar schools with a figure.
-- Inputs: comparison_value, similar_school, observation, hidden_figure, indicator.
-- Rule: the mean of those similar schools that have a figure of the same indicator, pupil group, period and phase,
-- added up exactly in nine decimals, so that it is the same in whatever order; similar_k says how many they are and
-- similar_method of which list. DfE's list goes before one worked out; a list of England counts where the indicator's
-- figures of that year are of 140 councils or more, else the local one; finance has lists of its own. A figure counts
-- under the URN it was published for. On screen the mean is rounded to two decimals, halves away from zero, as DfE's
-- own service gives it. Source: domain rules 3.2 (SAP comparator average).
with

theirs as (
    select o.urn, o.la_code, o.phase, o.indicator, o.pupil_group, o.period, o.value,
    from observation as o
    anti join hidden_figure as h
        on o.urn = h.urn and o.indicator = h.indicator and o.pupil_group = h.pupil_group and o.period = h.period
    where o.is_best and o.value is not null and period_start(o.period) is not null
),

reached as (
    select indicator, period, count(distinct la_code) >= 140 as is_national, from theirs group by indicator, period
),

-- Numbers instead of texts as keys: millions of pairs are averaged here. In one order, so that they are the same
-- wherever they are read.
cell as materialized (
    select
        v.indicator,
        v.pupil_group,
        v.period,
        v.phase,
        row_number() over (order by v.indicator, v.pupil_group, v.period, v.phase) as cell_no,
        if(any_value(i.area) = 'finance', 'finance', 'results') as purpose,
        any_value(r.is_national) as is_national,
    from comparison_value as v
    inner join indicator as i using (indicator)
    inner join reached as r on v.indicator = r.indicator and v.period = r.period
    group by v.indicator, v.pupil_group, v.period, v.phase
),

list as (
    select
        urn,
        phase,
        purpose,
        method,
        reach,
        case reach when 'listed' then 1 when 'England' then 2 else 3 end as ord,
    from similar_school
    group by urn, phase, purpose, method, reach
),

kind as (
    select distinct purpose, is_national, phase, from cell
),

-- Where no file describes the schools of a list it stands for every phase.
chosen as (
    select
        l.urn,
        k.phase,
        k.purpose,
        k.is_national,
        l.phase as list_phase,
        l.method,
        l.reach,
    from list as l
    inner join kind as k on l.purpose = k.purpose and coalesce(l.phase, k.phase) = k.phase
    where l.reach <> 'England' or k.is_national
    qualify l.ord = min(l.ord) over (partition by l.urn, k.phase, k.purpose, k.is_national)
),

member as (
    select distinct c.urn, c.phase, c.purpose, c.is_national, c.method, s.similar_urn,
    from chosen as c
    inner join similar_school as s
        on
            c.urn = s.urn
            and c.purpose = s.purpose
            and c.method = s.method
            and c.list_phase is not distinct from s.phase
),

asked as (
    select v.urn, c.cell_no, c.phase, c.purpose, c.is_national,
    from comparison_value as v
    inner join cell as c using (indicator, pupil_group, period, phase)
),

figure as (
    select c.cell_no, t.urn, t.value::decimal(38, 9) as value,
    from theirs as t
    inner join cell as c using (indicator, pupil_group, period, phase)
    semi join similar_school as s on t.urn = s.similar_urn
),

averaged as (
    select
        a.urn,
        a.cell_no,
        sum(f.value)::double / count(*) as similar_mean,
        count(*)::integer as similar_k,
        any_value(m.method) as similar_method,
    from asked as a
    inner join member as m using (urn, phase, purpose, is_national)
    inner join figure as f on a.cell_no = f.cell_no and m.similar_urn = f.urn
    group by a.urn, a.cell_no
)

select
    a.urn,
    c.indicator,
    c.pupil_group,
    c.period,
    a.similar_mean,
    a.similar_k,
    a.similar_method,
from averaged as a
inner join cell as c using (cell_no)
