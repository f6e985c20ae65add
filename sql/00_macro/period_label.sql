-- The academic year that begins in a calendar year: 2018 gives '2018/19'.
create or replace macro period_label(start) as
format('{:04d}/{:02d}', start, (start + 1) % 100)
