-- Grain: one row per action of a support plan that stands. By what is it measured, and is it on the way to its target?
-- Inputs: casework_plan_action, casework_day, latest_result, returned_figure, catalogue, pupil_group, indicator_gap.
-- Rule: the newest figure of the school with a value, of a year or of a return, under whatever URN. It counts when the
-- time it describes ended after the day of the baseline. Better is what the catalogue says, else towards the target.
-- It is on track when it is no worse than the straight line from the baseline to the target on the last day of the
-- time it describes; reached when it is no worse than the target; missed when the time it describes ended on the day of
-- the target or after it and it is worse. A target like the baseline is to be held, so that it is reached only then.
-- Figures are compared as they are shown, to the indicator's places. Stopped: no later result can come. Source: the
-- framework asks for indicators and timescales (page 3); the straight line is the product's own, proposed.
with

action as (
    select
        a.record_id as action_id,
        a.plan_id,
        a.school_id,
        a.indicator,
        a.pupil_group,
        a.measure,
        a.baseline as baseline_words,
        a.target as target_words,
        a.baseline_on,
        a.target_on,
        c.title,
        c.short_title,
        g.title as group_title,
        c.unit,
        coalesce(c.decimals, 1) as decimals,
        c.polarity,
        c.area,
        if(c.last_period <> 'continues', c.last_period, null) as last_period,
        if(a.indicator is not null, try_cast(a.baseline as double), null) as baseline,
        if(a.indicator is not null, try_cast(a.target as double), null) as target,
        a.indicator is not null and c.indicator is null as is_unknown,
        coalesce(period_last_day(c.last_period), try_cast(c.last_period || '-12-31' as date)) as last_day,
    from casework_plan_action as a
    left join catalogue as c on a.indicator = c.indicator
    left join pupil_group as g on a.pupil_group = g.pupil_group
),

wanted as (
    select distinct school_id, indicator, pupil_group,
    from action
    where indicator is not null
),

figure as (
    select r.school_id, r.indicator, r.pupil_group, r.period, r.period_end, r.value, r.published_urn, r.status,
    from latest_result as r
    semi join wanted using (school_id, indicator, pupil_group)
    union all
    select r.school_id, r.indicator, r.pupil_group, r.period, r.period_end, r.value, r.published_urn, r.status,
    from returned_figure as r
    semi join wanted using (school_id, indicator, pupil_group)
),

newest as (
    select *,
    from figure
    qualify
        row_number() over (
            partition by school_id, indicator, pupil_group order by value is not null desc, period_end desc
        ) = 1
),

-- Years after the newest result of which it is known that nobody has a valid one.
gap as (
    select
        a.action_id,
        string_agg(g.period || ': ' || g.reason, ' ' order by g.period) as reason,
    from action as a
    inner join indicator_gap as g on a.indicator = g.indicator
    left join newest as n on a.school_id = n.school_id and a.indicator = n.indicator and a.pupil_group = n.pupil_group
    where
        period_last_day(g.period) > a.baseline_on
        and (n.value is null or period_last_day(g.period) > n.period_end)
    group by a.action_id
),

measured as (
    select
        a.*,
        n.value,
        n.period,
        n.period_end,
        n.published_urn,
        n.status,
        g.reason as gap_reason,
        round(n.value, a.decimals) as shown,
        if(a.polarity <> 0, a.polarity, sign(a.target - a.baseline)) as way,
        n.value is not null and n.period_end > a.baseline_on as counts,
        a.target_on < d.day as is_past,
        least(1, (n.period_end - a.baseline_on) / nullif(a.target_on - a.baseline_on, 0)) as part,
    from action as a
    cross join casework_day as d
    left join newest as n on a.school_id = n.school_id and a.indicator = n.indicator and a.pupil_group = n.pupil_group
    left join gap as g on a.action_id = g.action_id
),

placed as (
    select
        *,
        case when counts then baseline + (target - baseline) * coalesce(part, 1) end as expected,
        counts and (shown - target) * way >= 0 as is_there,
        counts and period_end >= target_on as is_due,
        last_day is not null and (last_day <= baseline_on or coalesce(period_end >= last_day, false)) as has_stopped,
    from measured
),

judged as (
    select
        *,
        case
            when indicator is null then if(measure is null, 'no KPI', 'not measured')
            when baseline is null or target is null then 'not measured'
            when is_there and (target <> baseline or is_due) then 'reached'
            when is_due then 'missed'
            when has_stopped or is_unknown then 'stopped'
            when value is null then 'no result'
            when not counts then 'no newer result'
            when (shown - round(expected, decimals)) * way >= 0 then 'on track'
            else 'behind'
        end as state,
    from placed
)

select
    action_id,
    plan_id,
    school_id,
    indicator,
    pupil_group,
    coalesce(title, measure) as title,
    short_title,
    group_title,
    measure,
    area,
    unit,
    decimals,
    polarity,
    baseline,
    baseline_words,
    baseline_on,
    target,
    target_words,
    target_on,
    value,
    period,
    period_end,
    published_urn,
    expected,
    state,
    state in ('reached', 'on track') as is_on_track,
    state in ('missed', 'behind') as is_off_track,
    coalesce(is_past and state not in ('reached', 'missed') and indicator is not null, false) as is_awaited,
    case state
        when 'no KPI' then 'Nothing says by what this action is measured.'
        when 'not measured' then 'Not measured from data: described in words.'
        when 'reached' then 'The target is reached.'
        when 'missed' then 'The result for the day of the target is short of it.'
        when 'stopped'
            then
                coalesce(
                    'Published for ' || last_period || ' for the last time: describe the measure anew.',
                    'No longer in the catalogue: describe the measure anew.'
                )
        when 'no result'
            then coalesce(gap_reason, 'This school has no result' || coalesce(' (' || status || ')', '') || '.')
        when 'no newer result'
            then coalesce(gap_reason, 'No result yet of a time that ended after the baseline.')
        when 'on track' then 'No worse than the straight line from the baseline to the target.'
        when 'behind' then 'Worse than the straight line from the baseline to the target.'
    end as why,
from judged
order by action_id
