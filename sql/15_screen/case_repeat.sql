-- Grain: one indicator of a file that repeats the figures of the year before: last year's file under a new date.
-- Inputs: screened_figure, screening_limit. Noughts and hundreds repeat honestly and do not count.
with

repeats as (
    select
        extract_id,
        indicator,
        period,
        count(*) as figures,
        100.0 * count(*) filter (where value = value_before) / count(*) as share,
    from screened_figure
    where value is not null and value_before is not null and value not in (0, 100)
    group by extract_id, indicator, period
),

set_limit as (
    select
        max(value) filter (where name = 'repeat_share') as share,
        max(value) filter (where name = 'repeat_all') as whole,
        max(value) filter (where name = 'repeat_figures') as figures,
    from screening_limit
)

select
    r.extract_id,
    case when r.share >= l.whole then 'FAIL' else 'WARNING' end as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    r.period,
    r.indicator as place,
    format('{:.0f}%', r.share) as found,
    null::varchar as expected,
    format('{}: {:.0f}% of {:,} figures are exactly those of a year before', r.indicator, r.share, r.figures) as note,
from repeats as r
cross join set_limit as l
where r.figures >= l.figures and r.share >= l.share
