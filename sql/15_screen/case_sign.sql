-- Grain: one measure of progress whose figures look turned round: schools above average a year before are below it now.
-- Inputs: screened_figure, indicator, screening_limit.
with

likeness as (
    select
        f.extract_id,
        f.indicator,
        f.period,
        count(*) as schools,
        corr(f.value, f.value_before) as correlation,
    from screened_figure as f
    inner join indicator as i using (indicator)
    where
        i.kind = 'progress'
        and f.pupil_group = 'all'
        and f.value is not null
        and f.value_before is not null
    group by f.extract_id, f.indicator, f.period
)

select
    n.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    n.period,
    n.indicator as place,
    format('{:.2f}', n.correlation) as found,
    null::varchar as expected,
    format(
        '{}: correlation with the year before {:.2f} over {} schools', n.indicator, n.correlation, n.schools
    ) as note,
from likeness as n
cross join screening_limit as l
cross join screening_limit as few
where
    l.name = 'sign_correlation'
    and few.name = 'jump_figures'
    and n.schools >= few.value
    and n.correlation < l.value
