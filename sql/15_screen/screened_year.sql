-- Grain: one layout of the files to be screened: the newest year of its schools' figures, and the year before it.
-- Inputs: screened_extract, staged_extract, staged_row.
-- Rule: a file of thirteen years is asked about its newest; only academic and financial years have a year before.
with

newest as (
    select e.layout, max(r.period) as period,
    from staged_row as r
    inner join staged_extract as e using (extract_id)
    semi join screened_extract using (extract_id)
    where r.row_kind = 'school' and period_start(r.period) is not null
    group by e.layout
)

select
    layout,
    period,
    replace(period_label(period_start(period) - 1), '/', period[5]) as period_before,
from newest
