-- The academic year of a LAIT period, or NULL where it does not name one.
-- LAIT writes an academic year as the year it ends in ('2019' is 2018/19) or in full ('2018/19'); its January
-- counts fall inside the academic year that ends that summer.
create or replace macro lait_academic_year(period, year_type) as
case
    when contains(period, '/') and period_start(period) is not null then period
    when
        year_type in ('Academic Year', 'Annual - January')
        and regexp_matches(period, '^\d{4}( \(\w+\))?$')
        then period_label(lait_year(period) - 1)
end
