-- Grain: one row per LAIT measure. Inputs: staged_measure (LAIT's dictionary).
-- Rules: the dictionary describes 14 codes twice, differently worded: the first description stands, as in LAIT's own
-- look-up; no polarity means the measure is not ranked. Source: domain rules 2.2.
select
    measure,
    first(title) as title,
    first(short_title) as short_title,
    first(topic) as topic,
    coalesce(nullif(first(polarity), ''), '-') as polarity,
    first(decimals) as decimals,
    first(year_type) as year_type,
    coalesce(bool_or(no_quartile), false) as no_quartile,
from staged_measure
where extract_id = (select max(latest.extract_id), from staged_measure as latest)
group by measure
order by measure
