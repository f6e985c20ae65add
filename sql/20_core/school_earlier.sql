-- Grain: one earlier name or council of a URN, as files of earlier years give it, with the last year it was given.
-- Inputs: staged_school, staged_extract, school, la.
-- Rule: names are compared within one kind of extract, because each kind abbreviates in its own way, and without case
-- or punctuation. Only a year's own files say when.
with

named as (
    select
        s.urn,
        e.layout,
        s.period,
        s.name,
        s.la_code,
        regexp_replace(lower(replace(s.name, '&', 'and')), '[^a-z0-9]', '', 'g') as letters,
    from staged_school as s
    inner join staged_extract as e using (extract_id)
    where s.urn is not null and s.period is not null
),

newest as (
    select
        urn,
        layout,
        arg_max(letters, period) filter (where letters <> '') as letters,
        arg_max(la_code, period) filter (where la_code is not null) as la_code,
    from named
    group by urn, layout
),

earlier_name as (
    select
        n.urn,
        'renamed' as event,
        'Known as ' || arg_max(n.name, n.period) || ' in files up to ' || max(n.period) as words,
    from named as n
    inner join newest as now using (urn, layout)
    where n.letters <> '' and n.letters <> now.letters
    group by n.urn, n.letters
),

earlier_council as (
    select
        n.urn,
        'moved' as event,
        'In ' || coalesce(max(la.la_name), 'council ' || n.la_code) || ' in files up to ' || max(n.period) as words,
    from named as n
    inner join newest as now using (urn, layout)
    left join la on la.la_code = n.la_code
    where n.la_code <> now.la_code
    group by n.urn, n.la_code
)

select urn, event, words,
from earlier_name
union
select urn, event, words,
from earlier_council
