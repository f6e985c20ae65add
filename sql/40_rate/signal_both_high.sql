-- Grain: one row per listed school and rule that reads two figures of council returns together. Are both very high?
-- Inputs: school_rule, rule, rule_limit, returned_figure, indicator, setting. Rule: domain rules 5, area 2: each figure
-- current and beyond the percentile of the area's schools of the phase; one that is not settles it.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

wanted as (
    select
        s.urn,
        s.rule_id,
        r.title,
        unnest(r.parts) as indicator,
        generate_subscripts(r.parts, 1) as place,
        l.max_age,
        l.min_local,
        l.high_percentile,
    from school_rule as s
    inner join rule as r using (rule_id)
    inner join rule_limit as l on s.rule_id = l.rule_id and l.phase = 'all'
    where s.test = 'both_high'
),

placed as (
    select
        w.urn,
        w.rule_id,
        any_value(w.title) as title,
        any_value(w.high_percentile) as high_percentile,
        count(*) as wanted,
        count(f.value) as known,
        count(*) filter (where f.local_percentile > w.high_percentile) as high,
        min(f.period_end) as as_of,
        string_agg(i.short_title || ' ' || figure(f.value, i.decimals, i.unit), '; ' order by w.place) as evidence,
    from wanted as w
    cross join as_at as n
    inner join indicator as i using (indicator)
    left join returned_figure as f
        on
            w.urn = f.urn
            and w.indicator = f.indicator
            and f.pupil_group = 'all'
            and f.value is not null
            and f.la_of >= w.min_local
            and f.period_end + to_months(cast(w.max_age as integer)) >= n.day
    group by w.urn, w.rule_id
)

select
    urn,
    rule_id,
    case when high = wanted then 2 when high < known then 0 end as level,
    as_of,
    evidence,
    high_percentile as threshold,
    'percentile' as threshold_unit,
    case when high = wanted or high < known then 'rated' else 'no data' end as status,
    title
    || case
        when high = wanted or high < known
            then
                ': ' || evidence || '; ' || high || ' of ' || known || ' above ' || format('{:g}', high_percentile)
                || '% of the area’s schools'
        else ' not rated: current returns of both are needed'
    end
    || '.' as reason,
from placed
