-- Grain: one row per source row, area, indicator, pupil group, phase and period: the value as published.
-- is_best marks the one compared with. England is 'England' whatever code a file gives it.
-- Inputs: staged_value (LA, region and national rows), term_year, staged_la_value (LAIT) through la_measure_map,
-- la_measure, la, staged_extract.
-- derived_from is NULL for a figure that a file states, else the rows that it was added up from.
-- Rules: a value beats none; a stated one beats a sum of terms; all schools, independent ones among them, come
-- last; a file's own rows beat LAIT's; then final > revised > provisional; a year's own file beats the earlier-year
-- columns of a later one; then precedence and the later extract.
-- Source: domain rules 1 ("National"), 2.2.
with

every_figure as (
    select *, from staged_value where row_kind <> 'school'
    union all by name
    select *, from term_year where row_kind <> 'school'
),

from_file as (
    select
        c.extract_id,
        c.source_row,
        c.indicator,
        c.pupil_group,
        c.period,
        c.phase,
        c.definition,
        c.row_kind as area_type,
        case c.row_kind when 'national' then 'England' else coalesce(c.area_code, c.la_code) end as area_code,
        case c.row_kind when 'national' then 'England' else c.area_name end as area_name,
        c.value,
        c.numerator,
        c.denominator,
        c.status,
        c.source_column,
        c.derived_from,
        false as from_lait,
        e.release_status,
        coalesce(e.period_from = 'column' or e.period = c.period, true) as own_year,
        e.precedence,
    from every_figure as c
    inner join staged_extract as e using (extract_id)
    semi join indicator using (indicator)
),

from_lait as (
    select
        v.extract_id,
        v.source_row,
        m.indicator,
        m.pupil_group,
        lait_period(v.period, d.year_type) as period,
        m.phase,
        'state-funded' as definition,
        case when v.la_code = '970' then 'national' when la.la_code is not null then 'la' else 'region' end
            as area_type,
        case when v.la_code = '970' then 'England' else v.la_code end as area_code,
        v.la_name as area_name,
        v.value,
        null as numerator,
        null as denominator,
        v.status,
        v.measure as source_column,
        true as from_lait,
        case when lower(v.period) like '%prov%' then 'provisional' else 'final' end as release_status,
        true as own_year,
        e.precedence,
    from staged_la_value as v
    inner join la_measure_map as m using (measure)
    inner join la_measure as d using (measure)
    inner join staged_extract as e using (extract_id)
    left join la on la.la_code = v.la_code
    where lait_period(v.period, d.year_type) is not null
),

every_row as (
    select *, from from_file
    union all by name
    select *, from from_lait
),

ranked as (
    select
        *,
        row_number() over (
            partition by area_type, area_code, indicator, pupil_group, phase, period
            order by
                (value is not null) desc,
                derived_from is null desc,
                coalesce(definition, '') = 'all schools',
                from_lait,
                release_rank(release_status) desc,
                own_year desc,
                precedence desc,
                extract_id desc,
                source_row desc
        ) = 1 as is_best,
    from every_row
)

select
    area_type,
    area_code,
    area_name,
    indicator,
    pupil_group,
    phase,
    period,
    release_status,
    definition,
    value,
    numerator,
    denominator,
    status,
    extract_id,
    source_row,
    source_column,
    derived_from,
    is_best,
from ranked
