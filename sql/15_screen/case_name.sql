-- Grain: one school whose name in a file is unlike its name in the registers: the row may be another school's.
-- Inputs: screened_school, register, screening_limit.
-- Rule: names are compared without the words that kinds of school share; where nothing is left they are not.
with

compared as (
    select
        s.*,
        r.name as register_name,
        plain_name(s.name) as plain,
        plain_name(r.name) as register_plain,
    from screened_school as s
    inner join register as r using (urn)
    where s.of_interest and s.name is not null and r.name is not null
)

select
    c.extract_id,
    'WARNING' as level,
    0 as weight,
    c.source_row,
    c.urn,
    c.period,
    'name' as place,
    c.name as found,
    c.register_name as expected,
    format('URN {}: {} in the file, {} in the register', c.urn, c.name, c.register_name) as note,
from compared as c
cross join screening_limit as l
where
    l.name = 'name_likeness'
    and c.plain <> ''
    and c.register_plain <> ''
    and jaro_winkler_similarity(c.plain, c.register_plain) < l.value
