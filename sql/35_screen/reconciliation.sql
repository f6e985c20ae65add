-- Grain: one council's published figure set beside the same figure recomputed from its schools, or a file's row of the
-- council beside LAIT: extract, basis (schools or row), where it is published (the same layout or LAIT), council,
-- indicator, pupil group, phase and period.
-- Inputs: staged_value, staged_extract, indicator, school, benchmark, screening_limit,
-- screening_range, screening_difference. places: decimals that the publisher gives the measure that year.
-- Rules: from counts, the sum of what is counted over the sum of what it is out of; from means, weighted by pupils.
-- The figure of an indicator that is made for one phase is of all a council's schools but the
-- independent: results of special schools count in it. Several files with one school count it once. A few schools
-- alone are an excerpt and are not set beside LAIT.
-- Difference explained by: rounding (half the last place of the published figure, and of the schools' where means or
-- whole percentages are added), by a definition known to differ (screening_difference), by schools whose figure is
-- withheld (as if all their pupils lay at one end), or by a provisional figure beside a final one. What none of these
-- explains is open.
-- Source: domain rules 2.4; `docs/data-checks.md`.
with

school_figure as (
    select
        e.layout,
        e.release_status,
        v.la_code,
        v.urn,
        v.indicator,
        v.pupil_group,
        v.period,
        coalesce(v.phase, s.compare_phase) as phase,
        max(v.extract_id) as extract_id,
        arg_max(v.status, v.extract_id) as status,
        arg_max(v.value, v.extract_id) filter (where v.status = 'value') as value,
        arg_max(v.numerator, v.extract_id) filter (where v.status = 'value') as numerator,
        arg_max(v.denominator, v.extract_id) filter (where v.status = 'value') as denominator,
        max(len(split_part(regexp_replace(v.raw, '[^0-9.]', '', 'g'), '.', 2))) as places,
    from staged_value as v
    inner join staged_extract as e using (extract_id)
    inner join school as s using (urn)
    where v.row_kind = 'school' and v.status <> 'blank' and s.phase <> 'independent'
    group by
        e.layout,
        e.release_status,
        v.la_code,
        v.urn,
        v.indicator,
        v.pupil_group,
        v.period,
        coalesce(v.phase, s.compare_phase)
),

by_phase as (
    select
        layout,
        release_status,
        la_code,
        indicator,
        pupil_group,
        period,
        phase,
        max(extract_id) as extract_id,
        count(*) filter (where status = 'value') as schools,
        count(*) filter (where status not in ('value', 'not applicable')) as withheld,
        count(*) filter (where status = 'value' and denominator is null) as unweighted,
        count(*) filter (where status = 'value' and numerator is null) as uncounted,
        fsum(numerator) as numerator,
        fsum(denominator) as denominator,
        fsum(value * denominator) as weighted,
        min(value) as lowest,
        max(value) as highest,
        max(places) as places,
    from school_figure
    group by layout, release_status, la_code, indicator, pupil_group, period, phase
),

any_phase as (
    select
        layout,
        release_status,
        la_code,
        indicator,
        pupil_group,
        period,
        'all' as phase,
        max(extract_id) as extract_id,
        sum(schools) as schools,
        sum(withheld) as withheld,
        sum(unweighted) as unweighted,
        sum(uncounted) as uncounted,
        fsum(numerator) as numerator,
        fsum(denominator) as denominator,
        fsum(weighted) as weighted,
        min(lowest) as lowest,
        max(highest) as highest,
        max(places) as places,
    from by_phase
    group by layout, release_status, la_code, indicator, pupil_group, period
),

recomputed as (
    select *, from by_phase where phase is not null
    union all by name
    select *, from any_phase
),

published as (
    select
        b.extract_id,
        b.area_code as la_code,
        b.indicator,
        b.pupil_group,
        b.period,
        b.phase,
        b.release_status,
        b.value,
        e.layout,
        e.kind = 'la_values' as from_lait,
        max(len(split_part(rtrim(format('{:.5f}', b.value), '0'), '.', 2))) over (
            partition by e.layout, b.source_column, b.period
        ) as places,
        max(b.denominator) over (
            partition by b.area_code, b.indicator, b.pupil_group, b.period, b.phase
        ) as all_pupils,
        len(i.phases) = 1 or b.phase = 'all' as pooled,
        i.kind,
        i.unit,
    from benchmark as b
    inner join staged_extract as e using (extract_id)
    inner join indicator as i using (indicator)
    where b.area_type = 'la' and b.value is not null
    qualify
        row_number() over (
            partition by
                b.area_code, b.indicator, b.pupil_group, b.period, b.phase, e.layout
            order by b.extract_id desc
        ) = 1
),

from_rows as (
    -- The council's row of a file beside LAIT.
    select
        own.extract_id,
        own.layout,
        'row' as basis,
        'LAIT' as published_in,
        own.la_code,
        own.indicator,
        own.pupil_group,
        own.phase,
        own.period,
        own.value as recomputed,
        lait.value as published,
        null::bigint as schools,
        null::bigint as withheld,
        power(10, -own.places) / 2 as own_rounding,
        power(10, -lait.places) / 2 as rounding,
        0 as pupils_out,
        1 as pupils,
        0 as reach,
        (own.release_status = 'provisional') <> (lait.release_status = 'provisional') as other_release,
    from published as own
    inner join published as lait using (la_code, indicator, pupil_group, phase, period)
    where not own.from_lait and lait.from_lait
),

from_schools as (
    select
        r.extract_id,
        r.layout,
        'schools' as basis,
        case when p.from_lait then 'LAIT' else 'the same publication' end as published_in,
        p.la_code,
        p.indicator,
        p.pupil_group,
        p.phase,
        p.period,
        round(
            case
                when r.uncounted = 0
                    then
                        if(p.kind in ('proportion', 'rate', 'balance', 'context') and p.unit = 'percent', 100, 1)
                        * r.numerator / r.denominator
                else r.weighted / r.denominator
            end, 9
        ) as recomputed,
        p.value as published,
        r.schools,
        r.withheld,
        power(10, -p.places) / 2 as rounding,
        if(r.uncounted = 0, 0, power(10, -r.places) / 2) as own_rounding,
        greatest(
            r.withheld * l.value, coalesce(p.all_pupils, 0) - r.denominator
        ) as pupils_out,
        greatest(r.denominator + pupils_out, 1) as pupils,
        greatest(coalesce(w.highest, r.highest) - recomputed, recomputed - coalesce(w.lowest, r.lowest)) as reach,
        (p.release_status = 'provisional') <> (r.release_status = 'provisional') as other_release,
    from recomputed as r
    inner join published as p
        on
            p.la_code = r.la_code
            and p.indicator = r.indicator
            and p.pupil_group = r.pupil_group
            and p.period = r.period
            and (p.from_lait or p.layout = r.layout)
            and r.phase = if(p.pooled, 'all', p.phase)
    left join screening_range as w
        on p.indicator = w.indicator or (p.unit = w.unit and w.indicator is null and p.kind <> 'balance')
    cross join screening_limit as l
    cross join screening_limit as few
    where
        l.name = 'suppressed_pupils'
        and few.name = 'reconciled_schools'
        and r.unweighted = 0
        and r.denominator > 0
        and (p.all_pupils is not null or not p.from_lait or r.schools >= few.value)
),

paired as (
    select *, from from_schools
    union all by name
    select *, from from_rows
)

select
    paired.extract_id,
    paired.layout,
    paired.basis,
    paired.published_in,
    paired.la_code,
    paired.indicator,
    paired.pupil_group,
    paired.phase,
    paired.period,
    paired.recomputed,
    paired.published,
    round(recomputed - published, 9) as difference,
    paired.schools,
    paired.withheld,
    paired.pupils_out,
    rounding + own_rounding as rounding,
    case
        when abs(recomputed - published) <= rounding + own_rounding + 1e-5 then 'agrees'
        when known.reason is not null then 'definition'
        when abs(recomputed - published) <= rounding + own_rounding + reach * pupils_out / pupils then 'withheld'
        when other_release then 'release'
        else 'open'
    end as verdict,
    if(verdict = 'definition', known.reason, null) as reason,
from paired
left join screening_difference as known
    on
        known.layout = paired.layout
        and paired.indicator like known.indicators
        and coalesce(known.basis = paired.basis, true)
        and coalesce(known.published_in = paired.published_in, true)
