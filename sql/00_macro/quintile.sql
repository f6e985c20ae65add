-- The fifth of schools that a national percentile lies in: 1 to 20 is 1 (best), 81 to 100 is 5 (domain rules 2.1).
create or replace macro quintile(percentile) as
cast((percentile + 19) // 20 as integer)
