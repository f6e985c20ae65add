-- Grain: one figure of a file that cannot be true: the reader found it no share or no number, or it is out of the range
-- of its indicator or unit. Inputs: screened_extract, staged_value, indicator, screening_range, screening_limit.
-- Balances, which are shares of money, may pass what they are shares of.
-- Answers of council returns that could not be read are told by case_answers.
-- Rule: a few are told and left out or shown as they are; more than the limit of a column's figures refuse the file.
with

within as (
    select
        i.indicator,
        coalesce(own.lowest, of_unit.lowest) as lowest,
        coalesce(own.highest, of_unit.highest) as highest,
    from indicator as i
    left join screening_range as own on own.indicator = i.indicator
    left join screening_range as of_unit
        on of_unit.unit = i.unit and of_unit.indicator is null and i.kind <> 'balance'
),

judged as (
    select
        v.extract_id,
        v.source_row,
        v.urn,
        v.period,
        v.source_column,
        v.raw,
        w.lowest,
        w.highest,
        (v.status = 'bad' and e.kind is distinct from 'facts') or v.value < w.lowest or v.value > w.highest as wrong,
        v.status in ('value', 'bad') as judged,
    from staged_value as v
    semi join screened_extract using (extract_id)
    inner join staged_extract as e using (extract_id)
    inner join within as w using (indicator)
),

counted as (
    select extract_id, source_column, 100.0 * count(*) filter (where wrong) / count(*) filter (where judged) as share,
    from judged
    group by extract_id, source_column
    having count(*) filter (where wrong) > 0
)

select
    j.extract_id,
    case when c.share > l.value then 'FAIL' else 'WARNING' end as level,
    0 as weight,
    j.source_row,
    j.urn,
    j.period,
    j.source_column as place,
    j.raw as found,
    format('{:g} to {:g}', j.lowest, j.highest) as expected,
    format('{} {} in record {}', j.source_column, j.raw, j.source_row) as note,
from judged as j
inner join counted as c using (extract_id, source_column)
cross join screening_limit as l
where j.wrong and l.name = 'cells_wrong'
