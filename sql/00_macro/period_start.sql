-- The calendar year in which an academic year begins: '2018/19' gives 2018. NULL for text of another shape.
create or replace macro period_start(period) as
try_cast(regexp_extract(period, '^(\d{4})/\d{2}$', 1) as integer)
