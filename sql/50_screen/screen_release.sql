-- Grain: one row. Which release is on screen, as at when, seen through which framework and neighbour set?
-- Inputs: setting, la, neighbour_set, framework, school, comparison, extract.
with

chosen as (
    select
        max(value) filter (where key = 'release') as release,
        max(value) filter (where key = 'published_at') as published_at,
        cast(max(value) filter (where key = 'as_at') as date) as as_at,
        coalesce(max(value) filter (where key = 'demo') = 'true', false) as demo,
        max(value) filter (where key = 'home_la') as home_la,
        max(value) filter (where key = 'neighbour_set') as neighbour_set,
    from setting
),

counted as (
    select
        count(*) filter (where listed) as schools_listed,
        count(*) filter (where is_home) as schools_home,
    from school
),

covered as (
    select max(period) as latest_school_period, min(period) as oldest_school_period,
    from comparison
    where value is not null
),

titled as (
    select set_id, any_value(title) as title,
    from neighbour_set
    group by set_id
),

loaded as (
    select count(*) as extracts,
    from extract
)

select
    c.release,
    cast(c.published_at as timestamp) as published_at,
    c.as_at,
    c.demo,
    c.home_la,
    coalesce(l.la_name, 'Local authority ' || c.home_la) as home_la_name,
    f.version as framework,
    f.title as framework_title,
    c.neighbour_set,
    t.title as neighbour_set_title,
    n.schools_listed,
    n.schools_home,
    v.latest_school_period,
    v.oldest_school_period,
    e.extracts,
from chosen as c
cross join counted as n
cross join covered as v
cross join loaded as e
cross join framework as f
left join la as l on c.home_la = l.la_code
left join titled as t on c.neighbour_set = t.set_id
