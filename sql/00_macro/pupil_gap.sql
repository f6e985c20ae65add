-- The gap from national in whole pupils, towards zero: 28 pupils at 63% against 78% are 4 short.
-- Under one whole pupil a school is in line whatever the test says. Source: domain rules 2.1 (Insight).
create or replace macro pupil_gap(p, pn, n) as
cast(trunc(round(n * (p - pn), 9)) as integer)
