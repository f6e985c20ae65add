-- The academic year that a term or a week lies in: '2023/24 summer' gives '2023/24'. Every other period is itself.
create or replace macro year_within(period) as
if(regexp_matches(period, '^\d{4}/\d{2} '), left(period, 7), period)
