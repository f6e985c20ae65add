-- Grain: one row per school of the home council, area of the framework (or the whole: 'overall') and kind: the newest.
-- What did people judge?
-- Inputs: casework_judgement (recorded here), school_fact (a register that was loaded), school.
-- Kinds: self_evaluation, la_validation, agreed, sia_judgement (the adviser's) and
-- declared_context, which has no category. level is 0 for Established and Embedded, 1 Developing, 2 Causing Concern.
-- The register is the whole newest file, so that a judgement taken back is gone. Of the two the newer evidence counts,
-- and on one day what was recorded here.
with

recorded as (
    select
        urn,
        extract_id,
        source_row,
        any_value(text) filter (where item = 'judged_area') as area_words,
        any_value(text) filter (where item = 'judgement_kind') as kind,
        any_value(text) filter (where item = 'judged_category') as category,
        any_value(day) filter (where item = 'judged_on') as day,
        any_value(text) filter (where item = 'judged_by') as author,
        any_value(text) filter (where item = 'judgement_note') as note,
    from school_fact
    where dataset = 'council_judgements' and is_current
    group by urn, extract_id, source_row
),

registered as (
    select
        s.school_id,
        s.urn,
        case r.area_words
            when 'Overall' then 'overall'
            when 'Quality of education' then 'quality_of_education'
            when 'Leadership and governance' then 'leadership'
            when 'Inclusion' then 'inclusion'
            when 'Attendance and exclusions' then 'attendance'
            when 'Attainment and progress' then 'attainment'
            when 'Safeguarding' then 'safeguarding'
            when 'Finance' then 'finance'
        end as area,
        case r.kind
            when 'self-evaluation' then 'self_evaluation'
            when 'validation by the council' then 'la_validation'
            when 'agreed category' then 'agreed'
            when 'adviser''s judgement' then 'sia_judgement'
            when 'declared context' then 'declared_context'
        end as kind,
        r.category,
        r.day,
        r.author,
        r.note,
        r.extract_id,
        r.source_row,
        cast(null as varchar) as record_id,
        cast(null as bigint) as version,
    from recorded as r
    inner join school as s using (urn)
    where s.is_home and r.day is not null
),

decided as (
    select
        s.school_id,
        s.urn,
        c.area,
        c.kind,
        c.category,
        c.evidence_on as day,
        c.saved_by as author,
        c.note,
        cast(null as integer) as extract_id,
        cast(null as integer) as source_row,
        c.record_id,
        c.version,
    from casework_judgement as c
    inner join school as s using (school_id)
    where s.is_home
),

told as (
    select *, from registered
    union all
    select *, from decided
)

select
    school_id,
    urn,
    area,
    kind,
    category,
    case
        when category in ('Embedded', 'Established') then 0
        when category = 'Developing' then 1
        when category = 'Causing Concern' then 2
    end as level,
    coalesce(category = 'Embedded', false) as embedded,
    day,
    author,
    note,
    extract_id,
    record_id,
    version,
from told
qualify
    row_number() over (
        partition by urn, area, kind
        order by day desc, record_id is not null desc, extract_id desc, source_row desc
    ) = 1
