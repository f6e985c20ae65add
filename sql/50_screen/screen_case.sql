-- Grain: one row per thing that a check found in a file: a row set aside, a school that is missing, a jump.
-- Inputs: screening_case, screening, rejected_row, extract. Rows set aside come with their whole text.
-- Always a view: it is asked for few files, or once.
select
    c.extract_id,
    e.file_name,
    s.stage,
    c.check_id,
    s.question,
    c.level,
    c.case_no,
    c.source_row,
    c.urn,
    c.name,
    c.period,
    c.place,
    c.found,
    c.expected,
    c.note as reason,
    r.raw_text,
from screening_case as c
inner join extract as e using (extract_id)
left join screening as s using (extract_id, check_id)
left join rejected_row as r
    on c.check_id = 'set_aside' and r.extract_id = c.extract_id and r.source_row = c.source_row
order by c.extract_id, s.ord, c.case_no
