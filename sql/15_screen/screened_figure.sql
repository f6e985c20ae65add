-- Grain: one figure of a school in a file to be screened, in the newest year of its layout, with the same figure of the
-- year before, whatever file that is from (the best of several, as elsewhere).
-- Inputs: screened_school, screened_year, staged_value, staged_extract, indicator, indicator_break.
-- comparable: the indicator is counted as it was a year before.
with

now as (
    select
        v.extract_id,
        v.source_row,
        s.la_code,
        s.of_interest,
        v.urn,
        v.indicator,
        v.pupil_group,
        v.period,
        y.period_before,
        v.source_column,
        v.raw,
        v.value,
        v.numerator,
        v.denominator,
        v.status,
    from staged_value as v
    inner join screened_school as s using (extract_id, urn, period)
    inner join screened_year as y on y.layout = s.layout and y.period = s.period
    semi join indicator using (indicator)
    where v.row_kind = 'school'
),

wanted as (
    select distinct indicator, period_before, from now
),

before as (
    select
        v.urn,
        v.indicator,
        v.pupil_group,
        v.period,
        arg_max(
            { value: v.value, status: v.status },
            1000000000 * (v.value is not null)::bigint + 1000000 * e.precedence + v.extract_id
        ) as figure,
    from staged_value as v
    inner join staged_extract as e using (extract_id)
    semi join wanted on wanted.indicator = v.indicator and wanted.period_before = v.period
    where v.row_kind = 'school'
    group by v.urn, v.indicator, v.pupil_group, v.period
)

select
    n.*,
    b.figure.value as value_before,
    b.figure.status as status_before,
    k.indicator is null as comparable,
from now as n
left join before as b
    on n.urn = b.urn and n.indicator = b.indicator and n.pupil_group = b.pupil_group and n.period_before = b.period
left join indicator_break as k on k.indicator = n.indicator and k.period = n.period
