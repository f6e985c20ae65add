-- Grain: one current answer of one school of the home council: dataset, record and item. What does the council know?
-- Inputs: school_fact, dataset, dataset_item, school, extract, setting.
-- Always a view: it is asked for one school.
-- Rules: only what is stated: blanks, what does not apply and cells set aside are left out. A part is told beside its
-- whole. is_old: the time described ended more months before the as-at day than the dataset counts as current.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

current as (
    select f.*,
    from school_fact as f
    where f.is_current and f.item <> 'returned_on' and f.status in ('value', 'not available')
),

worded as (
    select
        f.*,
        i.title,
        i.headline,
        case
            when f.status = 'not available' then 'not known'
            when f.text is not null then f.text
            when f.day is not null then strftime(f.day, '%-d %B %Y')
            when i.type = 'money' then figure(f.number, 0, 'pounds')
            when i.type = 'percent' then figure(f.number, if(f.number = floor(f.number), 0, 1), 'percent')
            when w.number > 0 then figure(f.number, 0, 'count') || ' of ' || figure(w.number, 0, 'count')
            when i.type = 'count' then figure(f.number, 0, 'count')
            else figure(f.number, if(f.number = floor(f.number), 0, 1), null)
        end as words,
    from current as f
    inner join dataset_item as i using (dataset, item_no)
    left join current as w
        on
            f.urn = w.urn
            and f.extract_id = w.extract_id
            and f.source_row = w.source_row
            and i.whole_no = w.item_no
            and i.type = 'count'
)

select
    w.urn,
    s.school_id,
    d.area,
    w.dataset,
    d.title as dataset_title,
    d.owner,
    d.ord as dataset_ord,
    w.extract_id,
    w.source_row,
    w.item_no,
    w.item,
    w.title,
    w.headline,
    w.words,
    w.small,
    w.period,
    w.as_at,
    if(w.period = w.as_at::varchar, strftime(w.as_at, '%-d %B %Y'), w.period) as when_words,
    coalesce(w.as_at + to_months(d.fresh_months) < a.day, false) as is_old,
    e.file_name,
    e.loaded_at,
from worded as w
inner join dataset as d using (dataset)
inner join school as s using (urn)
inner join extract as e using (extract_id)
cross join as_at as a
where s.is_home
order by w.urn, d.ord, w.extract_id, w.source_row, w.item_no, w.item
