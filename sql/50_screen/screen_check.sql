-- Grain: one row per extract and check put to it when it was loaded. How did the file come through screening?
-- Inputs: screening, source_file, extract. accepted: the reason given with the load; a warning without one is
-- 'not yet accepted'.
select
    s.extract_id,
    e.file_name,
    e.layout_title,
    e.period,
    s.ord,
    s.stage,
    s.check_id,
    s.question,
    s.result,
    s.columns,
    s.found,
    s.rows_concerned,
    s.message,
    s.what_to_do,
    case when s.result = 'WARNING' then coalesce(f.because, 'not yet accepted') end as accepted,
    case when s.result = 'WARNING' and f.because is not null then f.received_by end as accepted_by,
    f.received_at,
from screening as s
inner join extract as e using (extract_id)
inner join source_file as f using (extract_id)
order by f.ord, s.ord
