-- The calendar year a LAIT period begins with, for order and consecutive years: '2025 (prov)' gives 2025,
-- '2023/24' 2023, '2015-17' 2015. LAIT holds rows of one measure under the year '0': they give 0.
create or replace macro lait_year(period) as
try_cast(regexp_extract(period, '^(\d+)', 1) as integer)
