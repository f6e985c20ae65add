-- Grain: one thing that is known of who leads a listed school: an answer of the council's returns on the head and the
-- chair, or a role in its governance by the register of schools, as counts; nobody is named.
-- Inputs: screen_school, screen_fact, screen_governance.
with

answered as (
    select
        f.school_id,
        f.item,
        f.title,
        f.words,
        f.item_no as ord,
        f.as_at as on_day,
        f.dataset_title || ', ' || f.file_name as source,
    from screen_fact as f
    inner join screen_school as s using (urn)
    where s.listed and f.item in ('ht_arrangement', 'ht_since', 'ht_new_to_headship', 'chair_since')
),

governed as (
    select
        s.school_id,
        'role: ' || g.role as item,
        g.role || ': posts' as title,
        g.in_post
        || ' in post'
        || coalesce(', newest appointed ' || strftime(g.latest_appointment, '%-d %B %Y'), '') as words,
        1000 as ord,
        cast(null as date) as on_day,
        'Register of schools (GIAS), governance' as source,
    from screen_governance as g
    inner join screen_school as s using (urn)
    where s.listed
)

select *, from answered
union all by name
select *, from governed
