-- Grain: one school of a file to be screened, in the newest year of its layout.
-- Inputs: screened_extract, screened_year, staged_extract, staged_row, staged_school, setting.
-- of_interest: the home council's schools; where the files of a layout have none of them, every school.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

seen as (
    select
        r.extract_id,
        r.urn,
        r.period,
        e.layout,
        min(r.source_row) as source_row,
        min(r.la_code) as la_code,
    from staged_row as r
    inner join staged_extract as e using (extract_id)
    semi join screened_extract using (extract_id)
    inner join screened_year as y on y.layout = e.layout and y.period = r.period
    where r.row_kind = 'school'
    group by r.extract_id, r.urn, r.period, e.layout
),

named as (
    select s.*, d.name, d.estab,
    from seen as s
    left join staged_school as d using (extract_id, urn)
)

select
    named.*,
    coalesce(named.la_code = home.la_code, false) as at_home,
    at_home
    or not bool_or(named.la_code = home.la_code) over (partition by named.layout) as of_interest,
from named
cross join home
