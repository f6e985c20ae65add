-- Grain: one row per URN that any extract names or gives a figure for.
-- Inputs: school_attribute, school_context, school_seen, school_chain, la, setting.
-- Rules: all-through schools are compared with secondaries, middle schools as they are deemed; nursery, alternative
-- provision, 16 plus and independent schools keep their own word, so nothing sets them beside mainstream schools. A
-- school whose phase nobody states has that of its results.
-- Status is the one an extract states (GIAS, school information); a closing date up to the release's day counts.
-- Where none states it, a school is open when the newest period of the extracts it appears in still has it;
-- closed when it has gone and a link names its successor; else unknown.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

newest as (
    select la_code, layout, max(last_period) as last_period, from school_seen group by la_code, layout
),

presence as (
    select
        s.urn,
        arg_max(s.la_code, s.last_period) as la_code,
        max(s.last_period) as latest_period,
        max(n.last_period) as newest_period,
        case
            when bool_or(s.as_special) then 'special'
            when bool_or(s.as_primary) and bool_or(s.as_secondary) then 'all-through'
            when bool_or(s.as_primary) then 'primary'
            when bool_or(s.as_secondary) then 'secondary'
            when bool_or(s.as_16_plus) then '16 plus'
        end as result_phase,
    from school_seen as s
    left join newest as n using (la_code, layout)
    group by s.urn
),

succeeded as (
    select urn, from school_link where link_type like 'Successor%'
    union
    select link_urn, from school_link where link_type like 'Predecessor%'
),

joined as (
    select
        p.urn,
        coalesce(c.school_id, 'S' || p.urn) as school_id,
        a.name,
        coalesce(a.la_code, p.la_code) as la_code,
        coalesce(a.phase, p.result_phase, 'other') as phase,
        coalesce(a.type_group, 'unknown') as type_group,
        case
            when a.closed <= as_at.day or lower(a.status_raw) like 'closed%' then 'closed'
            when lower(a.status_raw) like 'open%' then 'open'
            when a.status_raw is not null then 'unknown'
            when p.latest_period = p.newest_period then 'open'
            when p.urn in (select urn, from succeeded) then 'closed'
            else 'unknown'
        end as status,
        p.latest_period,
        a.* exclude (urn, name, la_code, phase, type_group, roll, roll_period),
        coalesce(x.roll, a.roll) as roll,
        case when x.roll is not null then x.roll_period else a.roll_period end as roll_period,
        x.* exclude (urn, roll, roll_period),
    from presence as p
    cross join as_at
    left join school_attribute as a using (urn)
    left join school_context as x using (urn)
    left join school_chain as c using (urn)
)

select
    j.urn,
    j.school_id,
    coalesce(j.name, 'School ' || j.urn) as name,
    j.name is not null as named,
    j.la_code,
    la.la_name,
    j.estab,
    j.phase,
    case j.phase when 'all-through' then 'secondary' else j.phase end as compare_phase,
    j.school_type,
    j.type_group,
    j.type_group in ('maintained', 'academy', 'unknown')
    and j.phase not in ('independent', '16 plus', 'other') as state_funded,
    j.status,
    j.la_code = home.la_code as is_home,
    is_home and j.status = 'open' and state_funded as listed,
    j.opened,
    j.closed,
    j.low_age,
    j.high_age,
    j.gender,
    j.religion,
    j.admissions,
    j.trust_code,
    j.trust_name,
    j.ward,
    j.constituency,
    j.postcode,
    j.town,
    j.easting,
    j.northing,
    j.capacity,
    cast(j.roll as integer) as roll,
    j.roll_period,
    j.fsm6_pct,
    j.eal_pct,
    j.sen_sup_pct,
    j.ehcp_pct,
    j.context_period,
    j.name_source,
    j.latest_period,
from joined as j
cross join home
left join la on la.la_code = j.la_code
order by j.urn
