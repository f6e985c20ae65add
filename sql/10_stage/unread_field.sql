-- Grain: one field of schools that holds a date or a number, with how many of its texts could not be read as one.
-- Inputs: school_row (every field as text), staged_school.
with counted as (
    select
        count(*) filter (where said.open_date is not null and kept.open_date is null) as open_date,
        count(*) filter (where said.close_date is not null and kept.close_date is null) as close_date,
        count(*) filter (where said.low_age is not null and kept.low_age is null) as low_age,
        count(*) filter (where said.high_age is not null and kept.high_age is null) as high_age,
        count(*) filter (where said.easting is not null and kept.easting is null) as easting,
        count(*) filter (where said.northing is not null and kept.northing is null) as northing,
        count(*) filter (where said.capacity is not null and kept.capacity is null) as capacity,
        count(*) filter (where said.roll is not null and kept.roll is null) as roll,
    from school_row as said
    inner join staged_school as kept using (source_row)
    where kept.extract_id = $this_extract
)

select
    field,
    cells,
from (unpivot counted on columns(*) into name field value cells)
where cells > 0
