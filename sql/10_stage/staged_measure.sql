-- Grain: one LAIT measure. The dictionary lists a measure once per topic: the first topic is kept.
-- Inputs: named_row.
-- Rule: No_Quartile 'N' marks a measure that LAIT gives no quartile bands, wherever it is listed.
select
    $this_extract as extract_id,
    measure,
    arg_min(title, source_row) as title,
    arg_min(short_title, source_row) as short_title,
    arg_min(topic, source_row) as topic,
    arg_min(polarity, source_row) as polarity,
    arg_min(try_cast(decimals as integer), source_row) as decimals,
    arg_min(year_type, source_row) as year_type,
    bool_or(coalesce(no_quartile, '') = 'N') as no_quartile,
from named_row
where measure is not null
group by measure
order by min(source_row)
