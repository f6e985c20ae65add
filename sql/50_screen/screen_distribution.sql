-- Grain: one row per state-funded school of the home council (the URN a figure was published for), indicator, pupil
-- group and period. Where does each school stand among the city's schools?
-- Inputs: comparison, school, indicator, standing_way. Always a view, without window or sort, so that any filter
-- reaches the comparison. A figure that is missing keeps its reason; rank and quarter are those of comparison_rank: 1
-- is best.
select
    c.indicator,
    c.pupil_group,
    c.phase,
    c.period,
    c.urn,
    s.name,
    s.school_id,
    s.listed,
    c.value,
    c.numerator,
    c.denominator,
    c.cohort,
    c.status,
    c.release_status,
    c.extract_id,
    c.la_rank,
    c.la_of,
    c.la_quartile,
    c.national,
    c.la,
    c.gap_national,
    standing_band(c.band, if(c.national_of >= w.min_ranked, c.quintile, null), w.way) as standing,
    case
        when i.polarity = 0 or c.gap_national is null then null
        when standing = 'in_line' or round(c.gap_national, i.decimals) = 0 then 'in line'
        when standing in ('above', 'well_above') then 'better'
        when standing in ('below', 'well_below') then 'worse'
        when c.gap_national * i.polarity > 0 then 'better'
        else 'worse'
    end as better,
from comparison as c
cross join standing_way as w
inner join school as s using (urn)
inner join indicator as i using (indicator)
where s.state_funded
