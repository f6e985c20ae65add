-- The day on which a year ends: an academic year on 31 August, a financial year on 31 March. NULL for other periods.
create or replace macro period_end(period) as
make_date(period_start(period) + 1, if(contains(period, '-'), 3, 8), 31)
