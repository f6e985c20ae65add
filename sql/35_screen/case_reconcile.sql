-- Grain: one council's published figure that its schools do not add up to, with the reason where one is known.
-- Inputs: reconciliation, screened_extract, setting. The home council's are told; where a file has none, all.
with

home as (
    select value as la_code, from setting where key = 'home_la'
),

of_file as (
    select
        r.*,
        r.la_code = home.la_code
        or not bool_or(r.la_code = home.la_code) over (partition by r.extract_id) as told,
    from reconciliation as r
    semi join screened_extract using (extract_id)
    cross join home
)

select
    extract_id,
    case verdict when 'open' then 'WARNING' else 'NOTE' end as level,
    abs(difference) as weight,
    null::integer as source_row,
    null::varchar as urn,
    period,
    indicator as place,
    format('{:.2f}', recomputed) as found,
    format('{:g}', published) as expected,
    format(
        'LA {} {} {} {} {}: {:.2f} {}, {:g} in {}',
        la_code, indicator, pupil_group, phase, period, recomputed,
        if(basis = 'row', 'in its row', 'from its schools'), published, published_in
    )
    || case verdict
        when 'withheld' then format(' ({:.0f} pupils have no figure of a school)', pupils_out)
        when 'definition' then ' (' || lower(reason[1]) || reason[2:] || ')'
        when 'release' then ' (one is provisional)'
        else ''
    end as note,
from of_file
where told and verdict <> 'agrees'
