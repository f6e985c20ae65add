-- Grain: one percentage of a file that its own counts contradict: more counted than there are, or another share.
-- Inputs: screened_extract, staged_value, indicator, screening_limit. The margin covers whole percentages.
-- Balances, which are shares of money, may pass what they are shares of.
-- Rule: a few are told; more than the limit of a column's figures refuse the file.
with

counted as (
    select
        v.*,
        v.numerator > v.denominator as more,
        abs(v.value - 100 * v.numerator / v.denominator)
        > (select value, from screening_limit where name = 'share_margin') as other,
    from staged_value as v
    semi join screened_extract using (extract_id)
    inner join indicator as i using (indicator)
    where
        i.unit = 'percent'
        and i.kind <> 'balance'
        and v.status = 'value'
        and v.denominator > 0
        and v.numerator is not null
),

shares as (
    select
        extract_id,
        source_column,
        100.0 * count(*) filter (where more or other) / count(*) as share,
    from counted
    group by extract_id, source_column
)

select
    c.extract_id,
    case when s.share > l.value then 'FAIL' else 'WARNING' end as level,
    0 as weight,
    c.source_row,
    c.urn,
    c.period,
    c.source_column as place,
    c.raw as found,
    format('{:g} of {:g}', c.numerator, c.denominator) as expected,
    format('{} is {} where {:g} of {:g} are counted', c.source_column, c.raw, c.numerator, c.denominator) as note,
from counted as c
inner join shares as s using (extract_id, source_column)
cross join screening_limit as l
where (c.more or c.other) and l.name = 'cells_wrong'
