-- Grain: one school of a file that the registers do not know as the file gives it.
-- Inputs: screened_school, register, screening_limit.
-- Rules: a URN is missed only in a council most of whose schools the registers know, closed ones among them: a list of
-- open schools says nothing about an earlier year. A URN that a link names is known. LA and establishment number must
-- be the register's.
with

known as (
    select
        s.*,
        r.urn is not null as known,
        coalesce(r.described, false) as described,
        r.la_code as register_la,
        r.estab as register_estab,
        right(lpad(s.estab, 4, '0'), 4) as estab_4,
    from screened_school as s
    left join register as r using (urn)
    where s.of_interest
),

whole_register as (
    select la_code,
    from register
    where described
    group by la_code
    having
        100.0 * count(close_date) >= (select value, from screening_limit where name = 'register_closed') * count(*)
),

covered as (
    select extract_id, la_code,
    from known
    semi join whole_register using (la_code)
    group by extract_id, la_code
    having
        100.0 * count(*) filter (where described)
        > (select value, from screening_limit where name = 'register_known') * count(*)
),

judged as (
    select
        k.*,
        case
            when not k.known and c.la_code is not null then 'is in no register loaded'
            when k.described and k.la_code <> k.register_la then 'belongs to another council in the register'
            when k.described and k.estab_4 <> k.register_estab then 'has another establishment number in the register'
        end as trouble,
    from known as k
    left join covered as c using (extract_id, la_code)
)

select
    extract_id,
    'WARNING' as level,
    0 as weight,
    source_row,
    urn,
    period,
    case when described then 'LAESTAB' else 'URN' end as place,
    concat_ws('/', la_code, estab_4) as found,
    concat_ws('/', register_la, register_estab) as expected,
    format('URN {} {}', urn, trouble) as note,
from judged
where trouble is not null
