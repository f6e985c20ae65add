-- Grain: one row per listed school and rule made for it. Which rules does a school answer?
-- Inputs: school, rule. Rule: the school's phase; who runs it, since some returns are asked of maintained schools
-- alone; and its highest age, which tells an infant school from one whose pupils reach key stage 2.
select
    s.school_id,
    s.urn,
    s.compare_phase,
    r.rule_id,
    r.kind,
    r.test,
from school as s
inner join rule as r
    on
        list_contains(r.phases, s.phase)
        and (r.schools = 'every' or s.type_group <> 'academy')
        and (r.min_high_age is null or s.high_age is null or s.high_age >= r.min_high_age)
        and (r.max_high_age is null or s.high_age <= r.max_high_age)
where s.listed
