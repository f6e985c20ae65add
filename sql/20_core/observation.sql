-- Grain: one row per source row, indicator, pupil group and period that describes a school.
-- is_best marks the one shown for each URN, indicator, pupil group and period.
-- Inputs: staged_value (school rows), term_year, staged_extract, school, indicator.
-- derived_from is NULL for a figure that a file states, else the rows that it was added up from.
-- Rules: a source that says something beats one that leaves the cell blank; a figure stated for a year beats the sum of
-- its terms; then final > revised > provisional, then a year's own file beats the earlier-year columns of a later one,
-- then precedence and the later extract. Phase: where an indicator is not made for special, alternative or independent
-- schools, they stay what they are and find no comparator; else the file's phase, else the one phase of the indicator
-- (KS2 primary, KS4 secondary), else the school's.
with

every_figure as not materialized (
    select *, from staged_value where row_kind = 'school'
    union all by name
    select *, from term_year where row_kind = 'school'
),

described as not materialized (
    select
        s.school_id,
        c.urn,
        coalesce(c.la_code, s.la_code) as la_code,
        case
            when
                s.compare_phase in ('special', 'alternative provision', 'independent')
                and not list_contains(i.phases, s.compare_phase)
                then s.compare_phase
            when c.phase is not null then c.phase
            when len(i.phases) = 1 then i.phases[1]
            else s.compare_phase
        end as phase,
        c.indicator,
        c.pupil_group,
        c.period,
        e.release_status,
        c.value,
        c.numerator,
        c.denominator,
        c.ci_low,
        c.ci_high,
        c.status,
        c.raw,
        c.extract_id,
        c.source_row,
        c.source_column,
        c.derived_from,
        c.status not in ('blank', 'bad', 'not available') as says_something,
        release_rank(e.release_status) as release_order,
        coalesce(e.period_from = 'column' or e.period = c.period, true) as own_year,
        e.precedence,
    from every_figure as c
    inner join staged_extract as e using (extract_id)
    inner join school as s using (urn)
    inner join indicator as i using (indicator)
),

-- Few figures have a second source, and only those are put in order: hash values alike by accident do no harm here.
contested as (
    select hash(urn, indicator, pupil_group, period) as key,
    from described
    group by key
    having count(*) > 1
),

beaten as (
    select extract_id, source_row, indicator, pupil_group, period,
    from described
    semi join contested on contested.key = hash(urn, indicator, pupil_group, period)
    qualify
        row_number() over (
            partition by urn, indicator, pupil_group, period
            order by
                says_something desc,
                derived_from is null desc,
                release_order desc,
                own_year desc,
                precedence desc,
                extract_id desc,
                source_row desc
        ) > 1
)

select
    d.* exclude (says_something, release_order, own_year, precedence),
    b.extract_id is null as is_best,
from described as d
left join beaten as b using (extract_id, source_row, indicator, pupil_group, period)
