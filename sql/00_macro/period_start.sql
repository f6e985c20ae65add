-- The calendar year in which an academic year ('2018/19') or a financial year ('2018-19', April to March) begins:
-- 2018 for both. NULL for text of another shape, so that only whole years are set beside each other over time.
create or replace macro period_start(period) as
case
    when (try_cast(period[3:4] as integer) + 1) % 100 = try_cast(period[6:7] as integer)
        then try_cast(regexp_extract(period, '^(\d{4})[/-]\d{2}$', 1) as integer)
end
