-- Grain: one cell of a council return: source row and item, whatever its status.
-- Inputs: staged_fact, staged_extract, dataset, school.
-- Rules: as_at is the last day of the time described. is_best marks what stands where a school's return of a dataset
-- and period was loaded more than once: the later file. is_current marks the newest period of each school and dataset;
-- of a register, the whole newest file, so that what was struck off it is gone.
with

newest as (
    select
        f.urn,
        f.dataset,
        f.period,
        max(f.extract_id) as extract_id,
    from staged_fact as f
    group by f.urn, f.dataset, f.period
),

latest as (
    select
        n.dataset,
        n.urn,
        max(n.period) as period,
    from newest as n
    group by n.dataset, n.urn
),

register as (
    select
        dataset,
        max(period) as period,
    from newest
    group by dataset
),

placed as (
    select
        n.*,
        coalesce(n.period = if(d.is_list, r.period, l.period), false) as is_newest,
    from newest as n
    inner join dataset as d using (dataset)
    inner join latest as l using (dataset, urn)
    inner join register as r using (dataset)
)

select
    f.extract_id,
    f.source_row,
    f.urn,
    s.school_id,
    f.dataset,
    f.item_no,
    f.item,
    f.column_name,
    f.period,
    period_last_day(f.period) as as_at,
    f.raw,
    f.text,
    f.number,
    f.day,
    f.status,
    f.problem,
    coalesce(f.small, false) as small,
    f.extract_id = p.extract_id as is_best,
    f.extract_id = p.extract_id and p.is_newest as is_current,
from staged_fact as f
inner join placed as p using (urn, dataset, period)
left join school as s using (urn)
