-- Grain: one row per LAIT measure, period and local authority (no regions): value, rank and quartile band.
-- Inputs: staged_la_value (the latest extract), la_measure, la.
-- Rules (LAIT's own, domain rules 2.2): quartiles of type 7 over all authorities with a value; a value on a cut point
-- goes to the lower-valued side; A is best by polarity; equal values share the better rank; a measure without polarity
-- is not ranked or banded, and one that LAIT marks "no quartile" is ranked but not banded.
with

published as (
    select
        v.measure,
        v.period,
        lait_year(v.period) as year,
        v.la_code,
        v.la_name,
        v.value,
        v.status,
        v.extract_id,
        v.source_row,
    from staged_la_value as v
    where v.extract_id = (select max(extract_id), from staged_la_value)
),

cut as (
    select
        p.measure,
        p.period,
        count(p.value) as ranked,
        min(p.value) as q0,
        quantile_cont(p.value, 0.25) as q25,
        quantile_cont(p.value, 0.5) as q50,
        quantile_cont(p.value, 0.75) as q75,
        max(p.value) as q100,
    from published as p
    semi join la using (la_code)
    group by p.measure, p.period
),

national as (
    select measure, period, value as national, source_row as national_row, from published where la_code = '970'
),

latest as (
    select measure, max(year) as year, from published group by measure
),

placed as (
    select
        p.*,
        la.region,
        n.national,
        n.national_row,
        coalesce(d.title, p.measure) as title,
        coalesce(d.polarity, '-') as polarity,
        d.decimals,
        coalesce(d.no_quartile, false) as no_quartile,
        c.* exclude (measure, period),
        p.year = l.year as is_latest,
        case when p.value <= c.q25 then 1 when p.value <= c.q50 then 2 when p.value <= c.q75 then 3 else 4 end
            as quarter,
        case
            when p.value is null then null
            when coalesce(d.polarity, '-') = 'High'
                then rank() over (partition by p.measure, p.period order by p.value desc nulls last)
            when d.polarity = 'Low' then rank() over (partition by p.measure, p.period order by p.value asc nulls last)
        end as rank,
    from published as p
    inner join la using (la_code)
    inner join cut as c using (measure, period)
    inner join latest as l using (measure)
    left join la_measure as d using (measure)
    left join national as n using (measure, period)
)

select
    * exclude (quarter, no_quartile, rank, ranked),
    rank::integer as rank,
    ranked::integer as ranked,
    case
        when value is null or no_quartile then null
        when polarity = 'High' then ['D', 'C', 'B', 'A'][quarter]
        when polarity = 'Low' then ['A', 'B', 'C', 'D'][quarter]
    end as band,
from placed
