-- Grain: one figure of a whole year, added up from its three terms: of a school or area, indicator and pupil group.
-- Inputs: staged_value, staged_extract, indicator (term_sum says whose terms may be added up).
-- Rule: counts of three terms over the headcount of the January census, which is the spring term's; nothing where a
-- term is missing or is not a number. Of several files for one term the best is taken. derived_from lists the rows
-- added up; the file named is the least final of them, because the sum is no more final than that.
-- Source: domain rules 1b.
with

term as (
    select
        v.*,
        e.release_status,
        left(v.period, 7) as year,
        substr(v.period, 9) as term,
        if(v.row_kind = 'school', v.urn, concat_ws('/', coalesce(v.area_code, v.la_code), v.phase, v.definition))
            as whose,
    from staged_value as v
    inner join staged_extract as e using (extract_id)
    semi join (select indicator, from indicator where term_sum) as i on i.indicator = v.indicator
    where v.period like '____/__ %' and substr(v.period, 9) in ('autumn', 'spring', 'summer')
    qualify
        row_number() over (
            partition by v.row_kind, whose, v.indicator, v.pupil_group, v.period
            order by
                v.numerator is not null desc,
                release_rank(e.release_status) desc,
                e.precedence desc,
                v.extract_id desc,
                v.source_row desc
        ) = 1
),

year as (
    select
        row_kind,
        urn,
        whose,
        indicator,
        pupil_group,
        year,
        any_value(la_code) as la_code,
        any_value(area_code) as area_code,
        any_value(area_name) as area_name,
        any_value(phase) as phase,
        any_value(definition) as definition,
        sum(numerator) as numerator,
        max(denominator) filter (where term = 'spring') as denominator,
        any_value(source_column) as source_column,
        list({ 'extract_id': extract_id, 'source_row': source_row } order by term) as derived_from,
        arg_min(extract_id, (release_rank(release_status), -extract_id, -source_row)) as shown_extract,
        arg_min(source_row, (release_rank(release_status), -extract_id, -source_row)) as shown_row,
    from term
    where status = 'value' and numerator is not null
    group by row_kind, urn, whose, indicator, pupil_group, year
    having count(*) = 3
)

select
    shown_extract as extract_id,
    shown_row as source_row,
    row_kind,
    urn,
    la_code,
    area_code,
    area_name,
    phase,
    definition,
    year as period,
    indicator,
    pupil_group,
    source_column,
    cast(null as varchar) as raw,
    100 * numerator / denominator as value,
    numerator,
    denominator,
    cast(null as double) as ci_low,
    cast(null as double) as ci_high,
    'value' as status,
    derived_from,
from year
where denominator > 0
