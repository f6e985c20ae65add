-- Grain: one URN as the registers of schools describe it (GIAS, school information): the best statement of each field.
-- Inputs: staged_school, staged_extract, staged_link.
-- successor: the URN that took its place, where one alone did, and since when. follows: it took another URN's place.
with

statement as (
    select s.*, 1000000 * coalesce(s.precedence, 0)::bigint + s.extract_id as weight,
    from staged_school as s
    inner join staged_extract as e using (extract_id)
    where e.kind = 'schools' and s.urn is not null
),

described as (
    select
        urn,
        arg_max(la_code, weight) as la_code,
        arg_max(right(lpad(estab, 4, '0'), 4), weight) as estab,
        arg_max(name, weight) as name,
        arg_max(open_date, weight) as open_date,
        arg_max(close_date, weight) as close_date,
    from statement
    group by urn
),

link as (
    select urn, link_urn as successor, link_date, from staged_link where link_type = 'Successor'
    union
    select link_urn as urn, urn as successor, link_date, from staged_link where link_type = 'Predecessor'
),

succeeded as (
    select urn, any_value(successor) as successor, min(link_date) as since,
    from link
    group by urn
    having count(distinct successor) = 1
)

select
    urn,
    d.la_code,
    d.estab,
    d.name,
    d.open_date,
    d.close_date,
    d.urn is not null as described,
    s.successor,
    s.since,
    urn in (select successor, from link) as follows,
from described as d
full join succeeded as s using (urn)
