-- Grain: one row per LAIT measure, period (as LAIT writes it) and area, England (970) among them. Which row of the file
-- says it?
-- Inputs: la_comparison, headline. Always a view: it is asked for one measure.
with

england as (
    select distinct
        measure,
        title,
        period,
        '970' as la_code,
        'England' as la_name,
        national as value,
        extract_id,
        national_row as source_row,
        decimals,
        polarity,
    from la_comparison
    where national_row is not null
),

every_area as (
    select
        measure,
        title,
        period,
        la_code,
        la_name,
        value,
        status,
        extract_id,
        source_row,
        decimals,
        polarity,
        rank,
        ranked,
        band,
    from la_comparison
    union all by name
    select *, from england
)

select
    a.* exclude (title, decimals),
    coalesce(h.title, a.title) as title,
    h.unit,
    coalesce(a.decimals, 1) as decimals,
from every_area as a
left join headline as h using (measure)
