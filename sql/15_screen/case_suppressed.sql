-- Grain: one indicator of a file whose share of schools without a figure moved far from the year before.
-- Inputs: screened_figure, indicator_gap, screening_limit. Only schools that stand in both years count, and not a year
-- in which the indicator was not produced.
with

shares as (
    select
        extract_id,
        indicator,
        period,
        count(*) as schools,
        100.0 * count(*) filter (where value is null) / count(*) as share,
        100.0 * count(*) filter (where value_before is null) / count(*) as share_before,
    from screened_figure
    anti join indicator_gap using (indicator, period)
    where pupil_group = 'all' and of_interest and status_before is not null
    group by extract_id, indicator, period
)

select
    s.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    s.period,
    s.indicator as place,
    format('{:.0f}%', s.share) as found,
    format('{:.0f}%', s.share_before) as expected,
    format(
        '{}: {:.0f}% of schools without a figure, {:.0f}% a year before', s.indicator, s.share, s.share_before
    ) as note,
from shares as s
cross join screening_limit as l
cross join screening_limit as few
where
    l.name = 'suppressed_change'
    and few.name = 'jump_figures'
    and s.schools >= few.value
    and abs(s.share - s.share_before) > l.value
