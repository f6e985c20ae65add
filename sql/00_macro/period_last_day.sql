-- The last day of the time that a period names: a year's, a day's own, and of the autumn, spring and summer terms the end
-- of December, of April and of August, since schools end them on different days. NULL for text of another shape.
create or replace macro period_last_day(period) as
case
    when regexp_full_match(period, '\d{4}-\d{2}-\d{2}') then try_cast(period as date)
    when period like '____/__ autumn' then make_date(period_start(period[:7]), 12, 31)
    when period like '____/__ spring' then make_date(period_start(period[:7]) + 1, 4, 30)
    when period like '____/__ summer' then make_date(period_start(period[:7]) + 1, 8, 31)
    else period_end(period)
end
