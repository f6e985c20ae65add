-- Grain: one row per listed school, area, indicator and pupil group that a rule of the area reads and could rate. What
-- is the newest figure, does a rule find fault with it, and is it a strength?
-- Inputs: signal_figure, rule, rule_evidence, indicator, pupil_group, latest_result, returned_figure.
-- level is the worst that any rule finds in the figure: 0 Established, 1 Developing, 2 Causing Concern. strength:
-- 3 significantly better than national and in the best fifth; 2 significantly better than national; 1 better than
-- national by more than the framework's margin where no test is made, or, where there is no national figure, in the
-- best quarter of the city's schools (never of amounts of money, which tell of size); NULL otherwise, and wherever a
-- rule finds fault. Follows from the release and the framework alone.
with

figure_read as (
    select
        f.urn,
        r.area,
        r.indicator,
        r.pupil_group,
        max(f.level)::integer as level,
        bool_or(r.core) as core,
        min(r.ord)::integer as ord,
        arg_min(f.period, r.ord) as period,
        arg_min(f.value, r.ord) as value,
        arg_min(f.cohort, r.ord) as cohort,
        arg_min(f.unit, r.ord) as unit,
        arg_min(f.decimals, r.ord) as decimals,
    from signal_figure as f
    inner join rule as r using (rule_id)
    where f.status = 'rated' and f.value is not null
    group by f.urn, r.area, r.indicator, r.pupil_group
),

allowed as (
    select
        urn,
        indicator,
        pupil_group,
        max(margin) as margin,
    from rule_evidence
    where test = 'above_national'
    group by urn, indicator, pupil_group
),

placed as (
    select
        urn,
        indicator,
        pupil_group,
        period,
        min(la_quartile) as la_quartile,
    from (
        select urn, indicator, pupil_group, period, la_quartile, from latest_result
        union all
        select urn, indicator, pupil_group, period, la_quartile, from returned_figure
    ) as each_figure
    group by urn, indicator, pupil_group, period
)

select
    f.*,
    i.title || if(f.pupil_group = 'all' or g.title is null, '', ', ' || lower(g.title[1]) || g.title[2:]) as title,
    l.national,
    if(f.period like '____-__-__', 'on ' || strftime((f.period)::date, '%-d %B %Y'), 'in ' || f.period) as at_time,
    case
        when f.level > 0 then null
        when l.band = 'well_above' then 3
        when l.band = 'above' then 2
        when l.band is not null then null
        when l.gap_national is null then if(p.la_quartile = 1 and f.unit <> 'pounds', 1, null)
        when round(l.gap_national, f.decimals) * i.polarity > coalesce(a.margin, 0) then 1
    end as strength,
from figure_read as f
inner join indicator as i using (indicator)
left join pupil_group as g using (pupil_group)
left join latest_result as l
    on
        f.urn = l.urn
        and f.indicator = l.indicator
        and f.pupil_group = l.pupil_group
        and f.period = l.period
left join allowed as a
    on f.urn = a.urn and f.indicator = a.indicator and f.pupil_group = a.pupil_group
left join placed as p
    on
        f.urn = p.urn
        and f.indicator = p.indicator
        and f.pupil_group = p.pupil_group
        and f.period = p.period
