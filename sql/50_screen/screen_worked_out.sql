-- Grain: one listed school and indicator of the catalogue that is worked out from what is loaded and stands in no file.
-- Inputs: school, comparison, school_fact, governance_post, setting.
-- Rules: fin_deficit_yrs counts the balances below nought at the newest three year ends, all three being loaded;
-- roll_change_3y sets the newest census beside the one exactly three years before; months are whole months to the
-- release's day, the council's return going before the register for the chair; a headship that is vacant has no
-- tenure. Always a view. Source: domain rules 1c.
with

as_at as (
    select value::date as day, from setting where key = 'as_at'
),

-- Of two URNs of one school with a figure for one period the later one stands for it.
figure as (
    select school_id, indicator, period, value,
    from comparison
    where indicator in ('fin_close_bal', 'roll') and pupil_group = 'all' and value is not null
    qualify row_number() over (partition by school_id, indicator, period order by urn desc) = 1
),

year_end as (
    select school_id, period, value,
    from figure
    where indicator = 'fin_close_bal'
    qualify row_number() over (partition by school_id order by period desc) <= 3
),

deficit as (
    select
        school_id,
        'fin_deficit_yrs' as indicator,
        count(*) filter (where value < 0)::double as value,
        'of the year ends ' || string_agg(period, ', ' order by period) as words,
    from year_end
    group by school_id
    having count(*) = 3
),

roll_change as (
    select
        now.school_id,
        'roll_change_3y' as indicator,
        100 * (now.value - before.value) / before.value as value,
        'from ' || before.value::integer || ' in ' || before.period || ' to ' || now.value::integer || ' in '
        || now.period as words,
    from figure as now
    inner join figure as before using (school_id, indicator)
    where
        now.indicator = 'roll' and before.value > 0 and period_start(before.period) = period_start(now.period) - 3
    qualify row_number() over (partition by now.school_id order by now.period desc) = 1
),

capacity as (
    select
        school_id,
        'capacity_pct' as indicator,
        100.0 * roll / capacity as value,
        roll::integer || ' pupils, ' || capacity::integer || ' places' as words,
    from school
    where listed and capacity > 0 and roll is not null
),

head as (
    select
        school_id,
        'ht_tenure_m' as indicator,
        any_value(day) filter (where item = 'ht_since') as since,
        coalesce(any_value(text) filter (where item = 'ht_arrangement'), 'arrangement not known') as words,
    from school_fact
    where item in ('ht_since', 'ht_arrangement') and is_current and status = 'value'
    group by school_id
    having words <> 'vacant'
),

chair_said as (
    select school_id, day as since, 1 as place, 'council return' as words,
    from school_fact
    where item = 'chair_since' and is_current and status = 'value'
    union all by name
    select s.school_id, p.appointed_on as since, 2 as place, 'GIAS register' as words,
    from governance_post as p
    inner join school as s using (urn)
    where p.standing = 'held' and p.role ilike 'chair of %govern%'
),

chair as (
    select school_id, 'chair_tenure_m' as indicator, since, words,
    from chair_said
    where since is not null
    qualify row_number() over (partition by school_id order by place, since) = 1
),

post as (
    select *, from head
    union all by name
    select *, from chair
),

tenure as (
    select
        h.school_id,
        h.indicator,
        date_sub('month', h.since, as_at.day)::double as value,
        'since ' || strftime(h.since, '%-d %B %Y') || ', ' || h.words as words,
    from post as h
    cross join as_at
    where h.since <= as_at.day
),

worked_out as (
    select *, from deficit
    union all by name
    select *, from roll_change
    union all by name
    select *, from capacity
    union all by name
    select *, from tenure
)

select
    s.urn,
    w.school_id,
    w.indicator,
    w.value,
    w.words,
from worked_out as w
inner join school as s using (school_id)
where s.listed
