-- Grain: one entry of the catalogue, by area and title. What does it say, which rules use it, and what of it is loaded?
-- Inputs: catalogue, catalogue_place, indicator_break, indicator_gap, area, rule, inspection_area, observation,
-- comparison, benchmark, la_comparison, school, school_fact, similar_value, inspection, screen_worked_out, pupil_group,
-- descriptor, setting.
-- Rules: loaded means a figure, an answer or a judgement of the home council's schools, or of the council itself, that
-- is not missing; an attribute of schools (phase, trust) has no periods. state is 'loaded', 'not loaded' or 'unread'.
-- Made on first use: it reads every observation of the home council.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

figure as (
    select
        o.indicator,
        o.pupil_group,
        o.period,
        o.school_id,
        false as of_city,
    from observation as o
    inner join home using (la_code)
    where o.is_best and o.value is not null
    union all by name
    select b.indicator, b.pupil_group, b.period, null as school_id, true as of_city,
    from benchmark as b
    inner join home as h on b.area_code = h.la_code
    where b.area_type = 'la' and b.value is not null and b.is_best
),

inspected as (
    select
        s.school_id,
        i.kind,
        i.judgement,
        i.category,
        strftime(i.inspection_date, '%Y') as period,
    from inspection as i
    inner join school as s using (urn)
    where s.is_home and i.is_counted
),

found as (
    select c.indicator, f.period, f.school_id, f.of_city,
    from catalogue as c
    inner join figure as f using (indicator)
    where c.is_observed
    union all by name
    select p.indicator, f.period, f.school_id, f.of_city,
    from catalogue_place as p
    inner join figure as f on p.name = f.indicator and p.part = f.pupil_group
    where p.kind = 'figure'
    union all by name
    select p.indicator, left(c.period, 7) as period, c.school_id, false as of_city,
    from catalogue_place as p
    inner join catalogue as k on p.indicator = k.indicator
    inner join comparison as c on list_contains(k.groups, c.pupil_group) and k.area = 'attainment'
    where
        p.kind = 'column'
        and p.name = 'comparison'
        and if(p.part = 'gap_others', c.gap_others, c.gap_national) is not null
    union all by name
    select p.indicator, f.period, f.school_id, false as of_city,
    from catalogue_place as p
    inner join school_fact as f on p.name = f.dataset and p.part = f.item
    where
        p.kind in ('fact', 'answer')
        and p.ord = 1
        and f.is_best
        and f.status = 'value'
        and coalesce(f.text = p.value, p.value is null)
    union all by name
    select p.indicator, i.period, i.school_id, false as of_city,
    from catalogue_place as p
    inner join inspected as i on p.name = i.kind and p.part = i.judgement
    where p.kind = 'inspection'
    union all by name
    select p.indicator, m.period, null as school_id, true as of_city,
    from catalogue_place as p
    inner join la_comparison as m on p.name = m.measure
    inner join home as h on m.la_code = h.la_code
    where p.kind = 'measure' and m.value is not null
    union all by name
    select p.indicator, null as period, w.school_id, false as of_city,
    from catalogue_place as p
    inner join screen_worked_out as w on p.indicator = w.indicator
    where p.kind = 'column' and p.name = 'screen_worked_out'
    union all by name
    select p.indicator, null as period, s.school_id, false as of_city,
    from catalogue_place as p
    cross join school as s
    where
        p.kind = 'column'
        and s.listed
        and p.name = 'school'
        and case p.part
            when 'phase' then s.phase is not null
            when 'type_group' then s.type_group is not null
            when 'trust_name' then s.trust_name is not null
        end
    union all by name
    select p.indicator, i.period, i.school_id, false as of_city,
    from catalogue_place as p
    cross join inspected as i
    where p.kind = 'column' and p.name = 'inspection' and i.category is not null
    union all by name
    select p.indicator, null as period, s.school_id, false as of_city,
    from catalogue_place as p
    cross join similar_value as v
    inner join school as s using (urn)
    where
        p.kind = 'column'
        and p.name = 'similar_value'
        and v.value is not null
        and s.is_home
        and v.item = if(p.indicator = 'idaci', 'IdaciPupils', 'PStability')
),

loaded as (
    select
        indicator,
        min(period) as first_loaded,
        max(period) as last_loaded,
        count(distinct period) as periods_loaded,
        count(distinct school_id) as schools_loaded,
        bool_or(of_city) as city_loaded,
    from found
    group by indicator
),

-- A rule uses what it names, by indicator or item; an inspection's judgement in the areas that it hints at; an action
-- of the register by its name.
used as (
    select c.indicator, r.rule_id,
    from catalogue as c
    inner join rule as r
        on
            r.indicator = c.indicator
            or list_contains(r.items, c.indicator)
            or list_contains(r.parts, c.indicator)
    union
    select p.indicator, r.rule_id,
    from catalogue_place as p
    inner join rule as r on list_contains(r.items, p.part)
    where p.kind = 'fact'
    union
    select p.indicator, r.rule_id,
    from catalogue_place as p
    inner join inspection_area as a on p.name = a.kind and p.part = a.judgement
    inner join rule as r on a.area = r.area and r.kind = 'inspection'
    where p.kind = 'inspection'
    union
    select p.indicator, r.rule_id,
    from catalogue_place as p
    inner join rule as r
        on
            r.kind = 'statutory'
            and (
                (p.kind = 'answer' and list_contains(r.words, p.value))
                or (p.value = 'formal warning notice' and r.test = 'warning_notice')
                or (p.kind = 'column' and p.part = 'category' and r.test = 'category_of_concern')
            )
    union
    select p.indicator, r.rule_id,
    from catalogue_place as p
    inner join catalogue as c using (indicator)
    inner join rule as r
        on
            r.kind = 'judgement'
            and (
                (p.value = 'adviser''s judgement' and r.test = 'judgement' and r.area = c.area)
                or (p.value = 'validation by the council' and r.test = 'self_evaluation')
            )
    where p.name = 'council_judgements'
),

asked as (
    select u.indicator, list(r.title order by a.ord, r.ord) as rules,
    from used as u
    inner join rule as r using (rule_id)
    inner join area as a using (area)
    group by u.indicator
),

broken as (
    select indicator, list({ 'period': period, 'reason': reason } order by period) as breaks,
    from indicator_break
    group by indicator
),

missing as (
    select indicator, list({ 'period': period, 'reason': reason } order by period) as gaps,
    from indicator_gap
    group by indicator
),

grouped as (
    select c.indicator, list(g.title order by g.ord) as group_titles,
    from catalogue as c
    inner join pupil_group as g on list_contains(c.groups, g.pupil_group)
    group by c.indicator
),

described as (
    select
        c.indicator,
        list({ 'descriptor': d.descriptor, 'handle': d.handle } order by list_position(c.descriptors, d.descriptor))
            as evidence,
    from catalogue as c
    inner join descriptor as d on list_contains(c.descriptors, d.descriptor)
    group by c.indicator
),

placed as (
    select
        indicator,
        list({ 'kind': kind, 'name': name, 'part': part, 'value': value } order by ord) as places,
    from catalogue_place
    group by indicator
)

select
    c.*,
    coalesce(a.title, 'Context, never rated') as area_title,
    coalesce(a.short_title, 'Context') as area_short_title,
    coalesce(a.ord, 99) as area_ord,
    case when c.unread is not null then 'unread' when l.indicator is null then 'not loaded' else 'loaded' end as state,
    l.first_loaded,
    l.last_loaded,
    coalesce(l.periods_loaded, 0) as periods_loaded,
    coalesce(l.schools_loaded, 0) as schools_loaded,
    coalesce(l.city_loaded, false) as city_loaded,
    coalesce(r.rules, []) as rules,
    coalesce(b.breaks, []) as breaks,
    coalesce(g.gaps, []) as gaps,
    coalesce(p.places, []) as places,
    coalesce(t.group_titles, []) as group_titles,
    coalesce(d.evidence, []) as evidence,
from catalogue as c
left join area as a on c.area = a.area
left join loaded as l on c.indicator = l.indicator
left join asked as r on c.indicator = r.indicator
left join broken as b on c.indicator = b.indicator
left join missing as g on c.indicator = g.indicator
left join placed as p on c.indicator = p.indicator
left join grouped as t on c.indicator = t.indicator
left join described as d on c.indicator = d.indicator
order by area_ord, lower(c.title)
