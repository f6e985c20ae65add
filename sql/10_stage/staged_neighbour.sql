-- Grain: one neighbour of one LA in one dated set, by position (1 is the closest).
-- Inputs: named_row, one row per LA with neighbour_1..10 and closeness_1..10.
with neighbours as (
    select
        la_code,
        unnest([
            neighbour_1, neighbour_2, neighbour_3, neighbour_4, neighbour_5,
            neighbour_6, neighbour_7, neighbour_8, neighbour_9, neighbour_10,
        ]) as neighbour_code,
        unnest([
            closeness_1, closeness_2, closeness_3, closeness_4, closeness_5,
            closeness_6, closeness_7, closeness_8, closeness_9, closeness_10,
        ]) as closeness,
        unnest(range(1, 11))::integer as position,
    from named_row
)

select
    $this_extract as extract_id,
    $this_set as set_id,
    $this_date::date as valid_from,
    la_code,
    neighbour_code,
    position,
    upper(left(closeness, 1)) || lower(substr(closeness, 2)) as closeness,
from neighbours
where la_code is not null and neighbour_code is not null
