-- Grain: one row per purpose (results, finance), school that may be compared, and characteristic by which schools of
-- its phase are found alike: its value.
-- Inputs: similar_item, school, similar_value (DfE's own figures), observation (public ones).
-- Rules: open state-funded schools; of England where those loaded with a roll are of 140 councils or more, else of the
-- home council alone. A characteristic comes from one source for all: DfE's figures where nine in ten schools of the
-- phase have one, else the newest public figure where nine in ten have it; else it is left out for all. 'sen_any' is
-- SEN support and plans together. is_national says which of the two it is. Source: domain rules 3.2.
with

public_figure as (
    select
        urn,
        indicator,
        arg_max(value, period) as value,
    from observation
    where
        is_best and value is not null and pupil_group = 'all'
        and indicator in ('roll', 'fsm6_pct', 'eal_pct', 'sen_sup_pct', 'ehcp_pct', 'ks4_prior')
        and period_start(period) is not null
    group by urn, indicator
),

public as (
    select urn, indicator, value, from public_figure
    union all
    select
        s.urn,
        'sen_any' as indicator,
        s.value + p.value as value,
    from public_figure as s
    inner join public_figure as p on s.urn = p.urn and p.indicator = 'ehcp_pct'
    where s.indicator = 'sen_sup_pct'
),

open_school as (
    select urn, la_code, compare_phase as phase, is_home,
    from school
    where state_funded and status <> 'closed'
),

reach as (
    select count(distinct la_code) >= 140 as is_national,
    from open_school
    semi join public on open_school.urn = public.urn and public.indicator = 'roll'
),

candidate as (
    select
        s.urn,
        s.phase,
        r.is_national,
        count(*) over (partition by s.phase) as schools,
    from open_school as s
    cross join reach as r
    where s.is_home or r.is_national
),

stated as (
    select
        i.purpose,
        i.item,
        c.*,
        v.value,
        1 as source_ord,
    from candidate as c
    inner join similar_item as i on c.phase = i.phase
    inner join similar_value as v on c.urn = v.urn and c.phase = v.phase and i.item = v.item
    where v.value is not null
    union all by name
    select
        i.purpose,
        i.item,
        c.*,
        p.value,
        2 as source_ord,
    from candidate as c
    inner join similar_item as i on c.phase = i.phase
    inner join public as p on c.urn = p.urn and i.indicator = p.indicator
),

covered as (
    select *,
    from stated
    qualify count(*) over (partition by purpose, phase, item, source_ord) >= 0.9 * schools
)

select purpose, urn, phase, item, value, source_ord = 1 as is_dfe, is_national,
from covered
qualify source_ord = min(source_ord) over (partition by purpose, phase, item)
