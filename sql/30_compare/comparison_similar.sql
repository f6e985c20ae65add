-- Grain: one row per row of comparison_value that has similar schools with a figure.
-- Inputs: comparison_value, similar_school, observation.
-- Rule: the mean of those similar schools that have a figure of the same indicator, pupil group, period and phase, to
-- two decimals, halves away from zero, as DfE's own service gives it (rounded to nine first, so that a half is a half
-- in whatever order they are added up); similar_k says how many they are of the fifty listed. A figure counts under the
-- URN it was published for. Source: domain rules 3.2 (SAP comparator average).
with

listed as (
    select distinct similar_urn as urn, from similar_school
),

theirs as (
    select o.urn, o.phase, o.indicator, o.pupil_group, o.period, o.value,
    from observation as o
    semi join listed using (urn)
    where o.is_best and o.value is not null
)

select
    v.urn,
    v.indicator,
    v.pupil_group,
    v.period,
    round(round(avg(t.value), 9), 2) as similar_mean,
    count(*)::integer as similar_k,
    'DfE list' as similar_method,
from comparison_value as v
inner join (select distinct urn, similar_urn, from similar_school) as s using (urn)
inner join theirs as t
    on
        t.urn = s.similar_urn
        and t.phase = v.phase
        and t.indicator = v.indicator
        and t.pupil_group = v.pupil_group
        and t.period = v.period
group by v.urn, v.indicator, v.pupil_group, v.period
