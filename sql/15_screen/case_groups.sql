-- Grain: one school, indicator and pair of pupil groups (boys and girls) that together have more pupils than all.
-- Inputs: screened_figure, pupil_group, screening_limit. Groups may have fewer: pupils of neither are usual.
with

pair as (
    select pupil_group, pair, from pupil_group where pair is not null and pupil_group < pair
),

summed as (
    select
        total.extract_id,
        total.source_row,
        total.urn,
        total.period,
        total.indicator,
        p.pupil_group || ' and ' || p.pair as pair,
        one.denominator + other.denominator as together,
        total.denominator as pupils,
    from screened_figure as one
    inner join pair as p using (pupil_group)
    inner join screened_figure as other
        on
            other.extract_id = one.extract_id
            and other.source_row = one.source_row
            and other.indicator = one.indicator
            and other.pupil_group = p.pair
    inner join screened_figure as total
        on
            total.extract_id = one.extract_id
            and total.source_row = one.source_row
            and total.indicator = one.indicator
            and total.pupil_group = 'all'
    cross join screening_limit as l
    where l.name = 'group_margin' and one.denominator + other.denominator > total.denominator + l.value
)

select
    extract_id,
    'WARNING' as level,
    0 as weight,
    min(source_row) as source_row,
    urn,
    period,
    pair as place,
    format('{:g}', max(together)) as found,
    format('{:g}', min(pupils)) as expected,
    format('URN {}: {} have {:g} pupils of {:g}', urn, pair, max(together), min(pupils)) as note,
from summed
group by extract_id, urn, period, pair
