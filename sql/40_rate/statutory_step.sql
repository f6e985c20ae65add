-- Grain: one row per school, action of the council, ground and day, in the register or recorded here.
-- Inputs: school_fact (the register that was loaded), casework_letter, casework_ladder_step. Rule: domain rules 4.4.
-- as_at is the day of the register, and NULL of what was recorded here, which counts where both have it: the state in
-- the register is then 'recorded here'. A notice recorded here is in force until its outcome is; one that was not
-- complied with, until the matter is closed on the ladder.
with

register as (
    select
        school_id,
        extract_id,
        any_value(as_at) as as_at,
        any_value(text) filter (where item = 'action') as action,
        any_value(text) filter (where item = 'ground') as ground,
        any_value(day) filter (where item = 'issued_on') as issued_on,
        any_value(day) filter (where item = 'comply_by') as comply_by,
        any_value(text) filter (where item = 'state') as state,
    from school_fact
    where dataset = 'council_statutory_actions' and is_current
    group by school_id, extract_id, source_row
),

closed as (
    select school_id, arg_max(state, number) = 7 as is_closed, from casework_ladder_step group by school_id
),

recorded as (
    select
        l.school_id,
        cast(null as integer) as extract_id,
        cast(null as date) as as_at,
        'formal warning notice' as action,
        l.ground,
        l.issued_on,
        l.comply_by,
        if(l.outcome is null or (l.outcome = 'not_complied' and not coalesce(c.is_closed, false)), 'in force', 'ended')
            as state,
    from casework_letter as l
    left join closed as c using (school_id)
    where l.kind = 'warning_notice'
),

every_step as (
    select *, from register
    union all by name
    select *, from recorded
)

select
    * exclude (state),
    if(
        as_at is not null and bool_or(as_at is null) over (partition by school_id, action, ground, issued_on),
        'recorded here',
        state
    ) as state,
from every_step
