-- Grain: one row per school of the home council that is listed, or that stands on the ladder; the newest of its URNs.
-- Inputs: school, casework_ladder_step. Rule: domain rules 4.4: the last step says where a school stands; without one
-- it has the universal offer (0). has_powers is whether sections 60 to 66 reach it: maintained, no pupil referral unit.
with

last_step as (
    select *,
    from casework_ladder_step
    qualify row_number() over (partition by school_id order by number desc) = 1
),

newest as (
    select *,
    from school
    where is_home
    qualify row_number() over (partition by school_id order by listed desc, status = 'open' desc, urn desc) = 1
)

select
    n.school_id,
    n.urn,
    n.name,
    n.phase,
    n.type_group,
    n.status,
    n.listed,
    n.type_group = 'maintained' and n.phase <> 'alternative provision' as has_powers,
    coalesce(s.state, 0) as state,
    s.on_day as since,
    s.number,
    s.record_id,
    s.decided_by,
    s.reason,
    s.outcome,
from newest as n
left join last_step as s using (school_id)
where n.listed or s.school_id is not null
