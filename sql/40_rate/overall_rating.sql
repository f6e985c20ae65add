-- Grain: one row per listed school. Which category do the data indicate, and which tier and days go with it?
-- Inputs: area_rating, area_rule, area, signal, overall_threshold, area_threshold, tier, visit_trigger, embedded_test.
-- Rule (domain rules 5, overall), first that holds: a hard signal (a statutory step), a red area that decides alone
-- (safeguarding), or enough reds: Causing Concern; one red or enough ambers: Developing; too few areas with
-- enough evidence, or too little in a key area or in one that is rated for the usual share of the schools of the phase:
-- Not enough evidence, which has no tier; else Established. Data alone never indicate Embedded: embedded_candidate only
-- says that nothing which data or advisers can show speaks against it.
with

overall_limit as (
    select
        any_value(value) filter (where name = 'reds_for_causing_concern') as reds_for_causing_concern,
        any_value(value) filter (where name = 'reds_for_developing') as reds_for_developing,
        any_value(value) filter (where name = 'ambers_for_developing') as ambers_for_developing,
        any_value(value) filter (where name = 'min_areas') as min_areas,
    from overall_threshold
),

usual as (
    select any_value(value) as share, from area_threshold where name = 'expected_share'
),

placed as (
    select
        r.*,
        100 * count(*) filter (where r.rating in ('red', 'amber', 'green')) over of_area
        >= u.share * count(*) filter (where r.rating <> 'not_applicable') over of_area as is_usual,
    from area_rating as r
    inner join school as s using (urn)
    cross join usual as u
    window of_area as (partition by r.area, s.phase)
),

counted as (
    select
        r.school_id,
        r.urn,
        count(*) filter (where r.rating <> 'not_applicable') as areas,
        count(*) filter (where r.rating in ('red', 'amber', 'green')) as rated,
        count(*) filter (where r.rating = 'red') as reds,
        count(*) filter (where r.rating = 'amber') as ambers,
        bool_or(r.rating = 'red' and a.red_decides) as decided,
        count(*) filter (where r.rating <> 'not_applicable' and not r.is_short) as full_areas,
        bool_or((a.key_area or r.is_usual) and r.is_short) as key_unrated,
        string_agg(lower(n.short_title), '; ' order by n.ord) filter (where r.rating = 'red') as red_areas,
        string_agg(lower(n.short_title), '; ' order by n.ord) filter (where r.rating = 'amber') as amber_areas,
        string_agg(lower(n.short_title), '; ' order by n.ord) filter (where (a.key_area or r.is_usual) and r.is_short)
            as key_areas_unrated,
    from placed as r
    inner join area_rule as a using (area)
    inner join area as n using (area)
    group by r.school_id, r.urn
),

stepped as (
    select urn, string_agg(finding, '; ' order by ord) as steps, from signal where hard group by urn
),

triggered as (
    select urn, string_agg(title, '; ' order by title) as triggers, max(extra_days) as extra_days,
    from visit_trigger
    group by urn
),

embedded as (
    select urn, bool_and(met) as met, from embedded_test group by urn
),

indicated as (
    select
        c.*,
        p.steps,
        case
            when p.urn is not null or c.decided or c.reds >= l.reds_for_causing_concern then 'Causing Concern'
            when c.reds >= l.reds_for_developing or c.ambers >= l.ambers_for_developing then 'Developing'
            when c.full_areas < l.min_areas or c.key_unrated then 'Not enough evidence'
            else 'Established'
        end as indicated,
    from counted as c
    cross join overall_limit as l
    left join stepped as p using (urn)
)

select
    i.school_id,
    i.urn,
    i.indicated,
    t.tier,
    t.days,
    case when g.urn is not null then least(t.extra_days, g.extra_days) else 0 * t.extra_days end as extra_days,
    case when t.extra_days > 0 then g.triggers end as triggers,
    i.areas::integer as areas,
    i.rated::integer as rated,
    i.reds::integer as reds,
    i.ambers::integer as ambers,
    coalesce(i.indicated = 'Established' and i.ambers = 0 and e.met, false) as embedded_candidate,
    case
        when i.steps is not null then upper(i.steps[1]) || i.steps[2:] || '. '
        else ''
    end
    || case when i.red_areas is not null then 'Red: ' || i.red_areas || '. ' else '' end
    || case when i.amber_areas is not null then 'Amber: ' || i.amber_areas || '. ' else '' end
    || i.rated || ' of ' || i.areas || ' areas rated'
    || case
        when i.indicated = 'Not enough evidence' and i.key_areas_unrated is not null
            then '; Established would need more evidence of ' || i.key_areas_unrated
        else ''
    end
    || '.'
    || if(embedded_candidate, ' Embedded candidate: all that data can show is there; people decide.', '') as why,
from indicated as i
left join tier as t on i.indicated = t.category
left join triggered as g on i.urn = g.urn
left join embedded as e on i.urn = e.urn
