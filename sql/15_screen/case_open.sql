-- Grain: one school with figures for a year in which it was not open: closed before it began or opened after it ended.
-- Inputs: screened_school, register. A year runs from September (academic) or April (financial).
-- Rules: figures under a URN whose successor stood already when the year began belong under the successor's. Results of
-- a school that an academy replaced are often published under the academy's URN: that is only noted.
with

dated as (
    select
        s.*,
        r.open_date,
        r.close_date,
        r.successor,
        r.since,
        r.follows,
        make_date(period_start(s.period), if(s.period[5] = '/', 9, 4), 1) as first_day,
        first_day + interval 1 year as day_after,
    from screened_school as s
    inner join register as r using (urn)
    where s.of_interest
),

judged as (
    select
        *,
        strftime(coalesce(since, close_date), '%d/%m/%Y') as left_on,
        case
            when since < first_day - interval 1 month then format('{} took its place on {}', successor, left_on)
            when close_date < first_day then format('closed on {}, before the year', strftime(close_date, '%d/%m/%Y'))
            when open_date >= day_after then format('opened on {}, after the year', strftime(open_date, '%d/%m/%Y'))
        end as trouble,
    from dated
)

select
    extract_id,
    case when follows and open_date >= day_after then 'NOTE' else 'WARNING' end as level,
    0 as weight,
    source_row,
    urn,
    period,
    'URN' as place,
    urn as found,
    successor as expected,
    format('URN {}: {}', urn, trouble) as note,
from judged
where trouble is not null
