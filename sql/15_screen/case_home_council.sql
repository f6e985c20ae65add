-- Grain: one layout whose files have schools but none of the home council's; told of the last of them.
-- Inputs: screened_school, setting.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

councils as (
    select
        s.layout,
        s.period,
        max(s.extract_id) as extract_id,
        bool_or(s.la_code = home.la_code) as has_home,
        string_agg(distinct s.la_code, ', ' order by s.la_code) as la_codes,
    from screened_school as s
    cross join home
    where s.la_code is not null
    group by s.layout, s.period
)

select
    c.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    c.period,
    'LA code' as place,
    c.la_codes as found,
    home.la_code as expected,
    format('its schools are those of LA {}', c.la_codes) as note,
from councils as c
cross join home
where not c.has_home
