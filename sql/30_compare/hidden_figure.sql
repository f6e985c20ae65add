-- Grain: one row per figure of a school of the home council that is not shown outside a restricted role: URN,
-- indicator, pupil group and period, and why.
-- Inputs: observation, school, staged_extract, indicator, group_part, screening_limit (small_cell).
-- Rules (domain rules 2.3): what publishers give is shown as published, because they hide small groups themselves. Of
-- files that the council itself made a figure of too few pupils is hidden ('few pupils'). Where a whole is shown and
-- just one of the parts that make it up is hidden, that one could be worked out, so the smallest other part that the
-- council holds is hidden too ('complement'), and so on until nothing can be worked out. A hidden figure is taken out
-- before anything is compared, so that no rank, change, pool or mean gives it away.
with recursive

figure as (
    select
        o.urn,
        o.indicator,
        o.period,
        o.pupil_group,
        dense_rank() over (order by o.urn, o.indicator, o.period) as cell_no,
        coalesce(e.kind = 'facts', false) as is_councils,
        coalesce(if(i.unit = 'pupils', o.value, o.denominator), 'infinity'::double) as pupils,
        e.kind = 'facts' and pupils between 1 and l.value as is_small,
    from observation as o
    inner join school as s using (urn)
    inner join staged_extract as e using (extract_id)
    inner join indicator as i using (indicator)
    inner join screening_limit as l on l.name = 'small_cell'
    where s.is_home and o.is_best and o.value is not null
),

at_stake as (
    select *,
    from figure
    where cell_no in (select f.cell_no, from figure as f where f.is_small)
),

hidden as (
    select cell_no, 0 as step, list(pupil_group) as pupil_groups,
    from at_stake
    where is_small
    group by cell_no
    union all
    select
        cell_no,
        any_value(step) + 1 as step,
        list_distinct(any_value(pupil_groups) || list(next_group)) as pupil_groups,
    from (
        select
            h.cell_no,
            any_value(h.step) as step,
            any_value(h.pupil_groups) as pupil_groups,
            arg_min(f.pupil_group, (f.pupils, f.pupil_group)) filter (
                where f.is_councils and not list_contains(h.pupil_groups, f.pupil_group)
            ) as next_group,
        from hidden as h
        inner join at_stake as f using (cell_no)
        inner join group_part as p using (pupil_group)
        inner join at_stake as w on f.cell_no = w.cell_no and p.whole = w.pupil_group
        where not list_contains(h.pupil_groups, p.whole)
        group by h.cell_no, p.part_set
        having count(*) filter (where list_contains(h.pupil_groups, f.pupil_group)) = 1 and next_group is not null
    ) as reached
    group by cell_no
),

last_step as (
    select cell_no, arg_max(pupil_groups, step) as pupil_groups, from hidden group by cell_no
)

select
    f.urn,
    f.indicator,
    f.pupil_group,
    f.period,
    if(f.is_small, 'few pupils', 'complement') as because,
from at_stake as f
inner join last_step as l on f.cell_no = l.cell_no and list_contains(l.pupil_groups, f.pupil_group)
