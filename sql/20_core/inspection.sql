-- Grain: one judgement of one inspection, for the URN whose row lists it: URN, kind, first day, judgement and day of
-- the grade. is_current marks the last grade of a judgement: Ofsted may grade an area again after a report card.
-- Inputs: staged_inspection, staged_extract, inspection_regime, inspection_judgement, inspection_word.
-- Rules: Ofsted's files go before a register's word for the last inspection (precedence), which counts only where no
-- better source lists an inspection of that kind; of several monthly files the newest goes first, a file being as new
-- as the latest publication it lists; what a newer file leaves out (a graded judgement that gave way to a report
-- card) stays as the older file said it. An inspection is known by its number, whose date may be corrected, else by
-- its date. The regime follows from the kind and the first day of the inspection. Each judgement keeps its words and
-- stands on its own scale: `ordinal` is its place from the best (1) of `points`, and no scale is turned into another.
-- A word that its scale does not list is kept as written. is_counted marks one listing of each inspection, since the
-- row of a school lists those of the URN it had before. Source: domain rules 4.1; data layouts 6.
with

regime as (
    select
        *,
        coalesce(lead(first_day) over (partition by kind order by first_day), date '9999-01-01') as until_day,
    from inspection_regime
),

newest_in as (
    select extract_id, max(coalesce(published_date, inspection_date)) as newest_day,
    from staged_inspection
    group by extract_id
),

-- 1 for the file that gives way to all others.
in_order as (
    select
        n.extract_id,
        e.precedence,
        row_number() over (order by e.precedence, n.newest_day, n.extract_id) as newness,
    from newest_in as n
    inner join staged_extract as e using (extract_id)
),

dated as (
    select
        s.* exclude (inspection_date),
        o.newness,
        case
            when s.inspection_number is null then s.inspection_date
            else first_value(s.inspection_date) over (
                partition by s.urn, s.kind, s.inspection_number order by o.newness desc
            )
        end as inspection_date,
    from staged_inspection as s
    inner join in_order as o using (extract_id)
    qualify o.precedence = max(o.precedence) over (partition by s.urn, s.kind)
),

event as (
    select
        urn,
        kind,
        inspection_date,
        arg_max(published_date, newness) as published_date,
        arg_max(inspection_number, newness) as inspection_number,
        arg_max(inspection_type, newness) as inspection_type,
        coalesce(
            arg_max(inspected_urn, newness), case when coalesce(arg_max(own, newness), true) then urn end
        ) as inspected_urn,
        arg_max(category, newness) as category,
    from dated
    group by urn, kind, inspection_date
),

judged as (
    select
        d.urn,
        d.kind,
        d.inspection_date,
        d.judgement,
        d.raw,
        coalesce(d.graded_on, d.inspection_date) as graded_on,
        d.extract_id,
        d.source_row,
        d.source_column,
        j.title,
        j.ord,
        j.scale,
        w.word,
        w.ordinal,
        w.points,
        w.category,
    from dated as d
    left join inspection_judgement as j on d.kind = j.kind and d.judgement = j.judgement
    left join inspection_word as w on j.scale = w.scale and lower(d.raw) = w.said
    qualify
        row_number() over (
            partition by d.urn, d.kind, d.inspection_date, d.judgement, coalesce(d.graded_on, d.inspection_date)
            order by d.newness desc, d.source_row
        ) = 1
),

joined as (
    select
        j.* exclude (category),
        e.published_date,
        e.inspection_number,
        e.inspection_type,
        e.inspected_urn,
        coalesce(e.inspected_urn <> j.urn, true) as of_predecessor,
        coalesce(e.category, max(j.category) over (partition by j.urn, j.kind, j.inspection_date)) as category,
    from judged as j
    inner join event as e using (urn, kind, inspection_date)
)

select
    j.urn,
    j.kind,
    coalesce(r.regime, 'not known') as regime,
    coalesce(r.title, 'Framework not known') as regime_title,
    coalesce(r.ord, 0) as regime_ord,
    j.inspection_date,
    j.published_date,
    j.inspection_number,
    j.inspection_type,
    j.inspected_urn,
    j.of_predecessor,
    j.category,
    coalesce(c.word, j.category) as category_title,
    j.judgement,
    coalesce(j.title, j.judgement) as title,
    j.ord,
    j.scale,
    j.raw,
    coalesce(j.word, j.raw) as word,
    j.word is not null as on_scale,
    j.ordinal,
    j.points,
    j.graded_on,
    row_number() over (
        partition by j.urn, j.kind, j.inspection_date, j.judgement order by j.graded_on desc
    ) = 1 as is_current,
    row_number() over (
        partition by coalesce(j.inspected_urn, j.urn), j.kind, j.inspection_date, j.judgement, j.graded_on
        order by j.of_predecessor, j.urn
    ) = 1 as is_counted,
    j.extract_id,
    j.source_row,
    j.source_column,
from joined as j
left join inspection_word as c on c.scale = 'category' and lower(j.category) = c.said
left join regime as r
    on
        r.kind = case j.kind when 'report card' then 'report card' else 'graded' end
        and j.inspection_date >= r.first_day
        and j.inspection_date < r.until_day
order by j.urn, j.inspection_date, j.kind, j.ord, j.graded_on
