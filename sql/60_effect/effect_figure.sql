-- Grain: one indicator or council measure and period in which publishing changes figures.
-- Inputs: figure_before, figure_after (subject, urn, name, indicator, title, pupil_group, period, value): the figures
-- shown of the home council's schools and of the council, in the release being served and in the built one.
-- Rule: changed is another number for the same school and group; the largest change is one of all pupils where there
-- is one.
with

compared as (
    select
        coalesce(a.subject, b.subject) as subject,
        coalesce(a.indicator, b.indicator) as indicator,
        coalesce(a.title, b.title) as title,
        coalesce(a.period, b.period) as period,
        coalesce(a.urn, b.urn) as urn,
        coalesce(a.name, b.name) as name,
        coalesce(a.pupil_group, b.pupil_group) as pupil_group,
        b.value as value_before,
        a.value as value_after,
        case
            when b.value is null then 'added'
            when a.value is null then 'gone'
            else 'changed'
        end as what,
    from figure_before as b
    full join figure_after as a
        on
            b.subject = a.subject
            and b.urn = a.urn
            and b.indicator = a.indicator
            and b.pupil_group = a.pupil_group
            and b.period = a.period
    where a.value is distinct from b.value
),

weighed as (
    select
        *,
        case when what = 'changed' then abs(value_after - value_before) + if(pupil_group = 'all', 1000000, 0) end
            as weight,
    from compared
)

select
    subject,
    indicator,
    any_value(title) as title,
    period,
    count(distinct urn) as schools,
    count(*) filter (where what = 'added') as added,
    count(*) filter (where what = 'changed') as changed,
    count(*) filter (where what = 'gone') as gone,
    arg_max(urn, weight) as largest_urn,
    arg_max(name, weight) as largest_name,
    arg_max(value_before, weight) as largest_before,
    arg_max(value_after, weight) as largest_after,
from weighed
group by subject, indicator, period
order by subject desc, changed + gone desc, period desc, indicator
