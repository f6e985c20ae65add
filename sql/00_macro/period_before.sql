-- The year so many years before, of the same kind: '2018/19' less 2 gives '2016/17', '2018-19' gives '2016-17'.
create or replace macro period_before(period, years) as
replace(period_label(period_start(period) - years), '/', period[5])
