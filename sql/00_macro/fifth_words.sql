-- The fifth of schools that a school is in, in words: 'below average, in the fourth fifth of schools nationally'.
-- 1 is best. NULL for NULL. Source: domain rules 2.1 (quintile).
create or replace macro fifth_words(standing) as
case standing
    when 'well_above' then 'well above average, in the best fifth'
    when 'above' then 'above average, in the second fifth'
    when 'in_line' then 'in line with average, in the middle fifth'
    when 'below' then 'below average, in the fourth fifth'
    when 'well_below' then 'well below average, in the worst fifth'
end || ' of schools nationally'
