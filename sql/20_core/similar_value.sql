-- Grain: one row per school, phase and item by which DfE finds similar schools (`PercentEAL`, `NumberOfPupils` ...).
-- Inputs: staged_similar_value. Rule: of several files for one phase the one loaded last stands for each school.
-- Items keep the publisher's names. Source: domain rules 3.2.
select urn, phase, item, raw, value, status, extract_id, source_row,
from staged_similar_value
qualify extract_id = max(extract_id) over (partition by urn, phase)
order by urn, phase, item
