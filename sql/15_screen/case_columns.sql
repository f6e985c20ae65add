-- Grain: one way in which a file's columns differ from those of the file before it of the same layout.
-- Inputs: screened_extract, past_column, past_meaning (of the file it takes the place of), cell_ledger, staged_extract,
-- staged_meaning, indicator_gap, indicator.
-- Rule: the file before is the one it takes the place of, else the newest other of its layout that was loaded before or
-- is for an earlier year. A figure that the file no longer gives is told, unless no school has one that year; columns
-- that nothing reads are only noted, and two digits of a year in a name do not make it another. In a long file the
-- rows, and not the columns, say which pupil group a figure is of.
with

other as (
    select
        s.extract_id,
        o.extract_id as other_id,
        o.file_name as other_name,
    from screened_extract as s
    inner join staged_extract as e using (extract_id)
    inner join staged_extract as o on o.layout = e.layout and o.extract_id <> e.extract_id
    where
        s.replaces is null
        and (o.extract_id not in (select extract_id, from screened_extract) or o.period < e.period)
    qualify
        row_number() over (
            partition by s.extract_id order by (o.period < e.period) desc, o.period desc, o.extract_id desc
        ) = 1
),

against as (
    select extract_id, other_name, from other
    union all
    select extract_id, replaces as other_name, from screened_extract where replaces is not null
),

column_now as (
    select distinct
        extract_id,
        column_name,
        regexp_replace(column_name, '(\d\d)?\d\d(_|[A-Z]|$)', '..\2', 'g') as alike,
    from cell_ledger
),

column_before as (
    select o.extract_id, c.column_name, c.alike,
    from other as o
    inner join column_now as c on c.extract_id = o.other_id
    union all
    select extract_id, column_name, regexp_replace(column_name, '(\d\d)?\d\d(_|[A-Z]|$)', '..\2', 'g') as alike,
    from past_column
),

meaning_before as (
    select o.extract_id, m.indicator, m.pupil_group,
    from other as o
    inner join staged_meaning as m on m.extract_id = o.other_id
    union
    select extract_id, indicator, pupil_group, from past_meaning
),

figure_gone as (
    select
        b.extract_id,
        b.indicator,
        coalesce(string_agg(b.pupil_group, ', ' order by b.pupil_group), 'all') as pupil_groups,
    from meaning_before as b
    inner join staged_extract as e using (extract_id)
    semi join indicator using (indicator)
    anti join staged_meaning as m
        on
            m.extract_id = b.extract_id
            and m.indicator = b.indicator
            and coalesce(m.pupil_group = b.pupil_group, true)
    anti join indicator_gap as g on g.indicator = b.indicator and g.period = e.period
    group by b.extract_id, b.indicator
),

column_gone as (
    select extract_id, column_name, from column_before anti join column_now using (extract_id, alike)
),

column_new as (
    select extract_id, column_name,
    from column_now
    semi join against using (extract_id)
    anti join column_before using (extract_id, alike)
),

difference as (
    select extract_id, 'gone' as what, column_name, from column_gone
    union all
    select extract_id, 'new' as what, column_name, from column_new
)

select
    g.extract_id,
    'WARNING' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    null::varchar as period,
    g.indicator as place,
    null::varchar as found,
    g.pupil_groups as expected,
    format('no longer gives {} ({})', g.indicator, g.pupil_groups) as note,
from figure_gone as g
union all
select
    d.extract_id,
    'NOTE' as level,
    0 as weight,
    null::integer as source_row,
    null::varchar as urn,
    null::varchar as period,
    d.column_name as place,
    d.what as found,
    a.other_name as expected,
    format('{} {}', d.what, d.column_name) as note,
from difference as d
inner join against as a using (extract_id)
