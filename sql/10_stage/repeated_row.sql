-- Grain: one school or area that a file describes more than once for a period; none in a sound file.
-- Inputs: extract_row.
-- Rule: the key of a row is its URN (schools) or its area, phase and definition, within the period;
-- in a long file also its pupil group and the breakdown that says which indicator it is for.
with keyed as (
    select
        source_row,
        row_kind,
        urn,
        case when row_kind != 'school' then area_code end as area_code,
        case when row_kind != 'school' then phase end as phase,
        case when row_kind != 'school' then definition end as definition,
        period,
        pupil_group,
        breakdown,
    from extract_row
),

repeated as (
    select row_kind, urn, area_code, phase, definition, period, pupil_group, breakdown,
    from keyed
    group by all
    having count(*) > 1
)

select
    keyed.row_kind,
    concat_ws(
        ' ',
        coalesce('URN ' || keyed.urn, concat_ws(' ', keyed.area_code, keyed.phase, keyed.definition)),
        keyed.pupil_group,
        keyed.breakdown
    ) as who,
    keyed.period,
    list(keyed.source_row order by keyed.source_row) as source_rows,
from keyed
inner join repeated
    on
        keyed.row_kind = repeated.row_kind
        and keyed.urn is not distinct from repeated.urn
        and keyed.area_code is not distinct from repeated.area_code
        and keyed.phase is not distinct from repeated.phase
        and keyed.definition is not distinct from repeated.definition
        and keyed.period is not distinct from repeated.period
        and keyed.pupil_group is not distinct from repeated.pupil_group
        and keyed.breakdown is not distinct from repeated.breakdown
group by keyed.row_kind, who, keyed.period
order by min(keyed.source_row)
