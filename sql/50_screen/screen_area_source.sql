-- Grain: one row per source of an area's figure: area, indicator, pupil group, phase, period, extract and row. Which
-- cells of which files say it, and which of them schools are compared with?
-- of_terms marks a year added up from its three terms, which no cell says.
-- Inputs: benchmark, la, indicator, pupil_group. Always a view: it is asked for one figure.
select
    b.area_type,
    b.area_code,
    coalesce(l.la_name, b.area_name, b.area_code) as area_name,
    b.indicator,
    b.pupil_group,
    b.phase,
    b.period,
    i.title,
    coalesce(g.title, b.pupil_group) as group_title,
    i.unit,
    i.decimals,
    b.value,
    b.numerator,
    b.denominator,
    b.status,
    b.definition,
    b.release_status,
    b.is_best,
    b.extract_id,
    b.source_row,
    b.source_column,
    b.derived_from is not null as of_terms,
from benchmark as b
inner join indicator as i using (indicator)
left join pupil_group as g on b.pupil_group = g.pupil_group
left join la as l on b.area_type = 'la' and b.area_code = l.la_code
