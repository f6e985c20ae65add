-- Grain: one row per source that is published at known times. What of it is loaded, and when is the next one normally
-- published?
-- Inputs: expected, extract.
-- Rules: domain rules 5.3. A yearly source is next expected so many months after the end of the year that follows the
-- newest loaded; a monthly one a month after its newest load. NULL where nothing is loaded, or it has no fixed day.
with

held as (
    select
        x.source,
        e.period,
        e.release_status,
        e.loaded_at,
        e.loaded_by,
        e.layout,
        coalesce(period_end(e.period), e.loaded_at::date) as covers,
    from expected as x
    inner join extract as e
        on
            regexp_full_match(e.layout, x.layouts)
            and list_contains(string_split(x.statuses, ' '), e.release_status)
),

newest as (
    select
        source,
        count(*)::integer as files,
        arg_max(period, (covers, loaded_at)) as period,
        arg_max(release_status, (covers, loaded_at)) as release_status,
        arg_max(layout, (covers, loaded_at)) as layout,
        max(covers) as covers,
        max(loaded_at) as loaded_at,
        arg_max(loaded_by, loaded_at) as loaded_by,
    from held
    group by source
)

select
    x.ord,
    x.source,
    x.title,
    x.every,
    coalesce(n.files, 0) as files,
    n.period,
    n.release_status,
    n.layout,
    n.loaded_at,
    n.loaded_by,
    case x.every
        when 'year' then last_day(n.covers + to_years(1) + to_months(x.months_after))
        when 'month' then (n.loaded_at + to_months(1))::date
    end as expected_on,
    x.basis,
    x.mark,
from expected as x
left join newest as n using (source)
order by x.ord
