-- The period of a LAIT value as this product writes it, or NULL where it names neither an academic nor a calendar year.
-- LAIT writes an academic year as the year it ends in ('2019' is 2018/19) or in full ('2018/19'); its January
-- counts fall inside the academic year that ends that summer. Calendar years stay as they are.
create or replace macro lait_period(period, year_type) as
case
    when contains(period, '/') and period_start(period) is not null then period
    when not regexp_matches(period, '^\d{4}( \(\w+\))?$') then null
    when year_type in ('Academic Year', 'Annual - January') then period_label(lait_year(period) - 1)
    when year_type = 'Calendar Year' then left(period, 4)
end
