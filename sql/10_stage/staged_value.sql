-- Grain: one figure as the layers above read it: extract, row, indicator, pupil group and period, whatever its status.
-- Inputs: staged_figure, staged_row, staged_meaning. Millions of figures thus carry two numbers instead of their texts.
-- Rule: a meaning's own period (an earlier year that a later file repeats) goes before the row's; so does its phase,
-- where a row is for several, and its pupil group, which the rows of a long file have instead. A share, which no cell
-- states, is worked out from its two parts; a part of nothing is not applicable.
-- A meaning is joined on one number made of both of its keys: on the file alone DuckDB would first pair every row of it
-- with every meaning, and then hold all figures in memory to look them up.
select
    f.extract_id,
    f.source_row,
    r.row_kind,
    r.urn,
    r.la_code,
    r.area_code,
    r.area_name,
    coalesce(m.phase, r.phase) as phase,
    r.definition,
    coalesce(m.period, r.period) as period,
    m.indicator,
    coalesce(m.pupil_group, r.pupil_group) as pupil_group,
    m.source_column,
    f.raw,
    case when m.share and f.denominator > 0 then 100 * f.numerator / f.denominator else f.value end as value,
    f.numerator,
    f.denominator,
    f.ci_low,
    f.ci_high,
    case
        when m.share and f.status = 'value' and not f.denominator > 0 then 'not applicable'
        else f.status::varchar
    end as status,
from staged_figure as f
inner join staged_row as r using (extract_id, source_row)
inner join staged_meaning as m
    on m.extract_id * 65536::bigint + m.meaning_no = f.extract_id * 65536::bigint + f.meaning_no
