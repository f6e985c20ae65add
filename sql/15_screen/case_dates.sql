-- Grain: one school with a date that cannot be: closed before it opened, or further ahead than anybody plans.
-- Inputs: screened_extract, staged_school, screening_limit, setting.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

judged as (
    select
        s.*,
        case
            when s.close_date < s.open_date then 'closed before it opened'
            when greatest(s.open_date, s.close_date) > as_at.day + to_years(l.value::integer)
                then 'a date far ahead'
        end as trouble,
    from staged_school as s
    semi join screened_extract using (extract_id)
    cross join as_at
    cross join screening_limit as l
    where l.name = 'years_ahead'
)

select
    extract_id,
    'WARNING' as level,
    0 as weight,
    source_row,
    urn,
    period,
    'dates' as place,
    concat_ws(' to ', open_date, close_date) as found,
    null::varchar as expected,
    format('URN {}: {} ({})', urn, trouble, concat_ws(' to ', open_date, close_date)) as note,
from judged
where trouble is not null
