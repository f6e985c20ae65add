-- Grain: one listed school, indicator and pupil group. Which figure is the newest, and with which may it be compared?
-- Inputs: latest_result, returned_figure, indicator, pupil_group, area, extract. ord puts all pupils before groups.
-- before_period and earlier_period are the periods of which the comparison allows a change up to the newest one.
with

newest as (
    select
        school_id,
        published_urn,
        indicator,
        pupil_group,
        period,
        value,
        status,
        if(before_comparable, before_period, null) as before_period,
        if(before_comparable and earlier_comparable, earlier_period, null) as earlier_period,
        extract_id,
    from latest_result
    union all by name
    select
        school_id,
        published_urn,
        indicator,
        pupil_group,
        period,
        value,
        status,
        before_period,
        earlier_period,
        extract_id,
    from returned_figure
)

select
    n.* exclude (extract_id),
    i.title || if(n.pupil_group = 'all', '', ', ' || lower(g.title[1]) || g.title[2:]) as title,
    i.unit,
    i.decimals,
    i.polarity,
    i.area,
    coalesce(g.ord, 99) * 100 + coalesce(a.ord, 99) as ord,
    e.publication || ', ' || e.file_name as source,
from newest as n
inner join indicator as i using (indicator)
left join area as a on i.area = a.area
left join pupil_group as g on n.pupil_group = g.pupil_group
left join extract as e using (extract_id)
