-- Grain: one row per source of a school's figure: URN, indicator, pupil group, period, extract and row. Which cells of
-- which files say this figure, and which of them is shown?
-- Inputs: observation, hidden_figure, school, indicator, pupil_group, missing_code. Always a view: it is asked for one
-- figure. A hidden figure is told as suppressed.
-- of_terms marks a year added up from its three terms, which no cell says.
-- code_meaning is what the file's layout says of the text where that stands for a missing figure.
select
    o.urn,
    s.name as school_name,
    s.is_home,
    o.indicator,
    o.pupil_group,
    o.period,
    o.phase,
    i.title,
    coalesce(g.title, o.pupil_group) as group_title,
    i.unit,
    i.decimals,
    if(h.urn is null, o.value, null) as value,
    if(h.urn is null, o.numerator, null) as numerator,
    if(h.urn is null, o.denominator, null) as denominator,
    if(h.urn is null, o.ci_low, null) as ci_low,
    if(h.urn is null, o.ci_high, null) as ci_high,
    if(h.urn is null, o.status, 'suppressed') as status,
    if(h.urn is null, o.raw, null) as raw,
    m.status as code_meaning,
    o.release_status,
    o.is_best,
    o.extract_id,
    o.source_row,
    o.source_column,
    o.derived_from is not null as of_terms,
from observation as o
inner join school as s using (urn)
inner join indicator as i using (indicator)
left join pupil_group as g on o.pupil_group = g.pupil_group
left join hidden_figure as h
    on o.urn = h.urn and o.indicator = h.indicator and o.pupil_group = h.pupil_group and o.period = h.period
left join missing_code as m on o.extract_id = m.extract_id and o.raw = m.code
