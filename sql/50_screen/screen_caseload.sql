-- Grain: one row per listed school. Whose is it, which tier, when is somebody there next, which days are left, what is
-- late? Days, not half days.
-- Inputs: school, school_adviser, school_tier, school_days, visit_day, visit_warning, ladder_now,
-- casework_day.
with

visited as (
    select
        v.school_id,
        min(v.on_day) filter (where v.is_open and v.on_day >= d.day) as next_on,
        arg_min(v.kind, v.on_day) filter (where v.is_open and v.on_day >= d.day) as next_kind,
        arg_min(v.status, v.on_day) filter (where v.is_open and v.on_day >= d.day) as next_status,
        max(v.on_day) filter (where v.status = 'completed') as last_on,
        arg_max(v.kind, v.on_day) filter (where v.status = 'completed') as last_kind,
    from visit_day as v
    cross join casework_day as d
    group by v.school_id
),

warned as (
    select
        urn,
        string_agg(reason, '; ' order by ord) as warnings,
        list(warning order by ord) as warning_ids,
        count(*)::integer as warning_count,
        (count(*) filter (where is_late))::integer as late_count,
    from visit_warning
    group by urn
)

select
    s.urn,
    s.school_id,
    s.name,
    s.phase,
    s.type_group,
    a.adviser_id,
    a.adviser,
    a.had_adviser,
    coalesce(a.assignment_version, 0) as assignment_version,
    t.agreed,
    t.tier,
    t.indicated,
    t.indicated_tier,
    coalesce(t.agreed_ord, t.indicated_ord) as concern_ord,
    t.triggers,
    c.base_half_days / 2 as base_days,
    c.extra_half_days / 2 as extra_days,
    c.carried_half_days / 2 as carried_days,
    c.allowed / 2 as allowed_days,
    c.needed / 2 as needed_days,
    c.used / 2 as used_days,
    c.booked / 2 as booked_days,
    c.planned / 2 as planned_days,
    c.left_half_days / 2 as left_days,
    c.unplaced / 2 as unplaced_days,
    v.next_on,
    v.next_kind,
    v.next_status,
    v.last_on,
    v.last_kind,
    l.state as ladder_state,
    w.warnings,
    coalesce(w.warning_ids, []) as warning_ids,
    coalesce(w.warning_count, 0) as warning_count,
    coalesce(w.late_count, 0) as late_count,
from school as s
inner join school_adviser as a using (urn)
inner join school_tier as t using (urn)
inner join school_days as c using (urn)
left join visited as v on s.school_id = v.school_id
left join ladder_now as l on s.school_id = l.school_id
left join warned as w using (urn)
order by concern_ord nulls last, s.name, s.urn
