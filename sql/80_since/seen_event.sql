-- Grain: one event in the life of a school of the home council, under any of its URNs. Inputs: screen_school_event.
select distinct
    school_id,
    urn,
    event,
    words,
    day,
    coalesce(other_urn, '') as other_urn,
from screen_school_event
