-- Grain: one row per school of the home council (the URN the figure was published for), indicator, pupil group and
-- period. What did this school achieve, beside whom, and how is the figure written?
-- Inputs: comparison, indicator, pupil_group, standing_way.
-- Read it by school_id for a school's whole story across its URNs, by urn for what one URN published. Always a view:
-- no window and no sort, so that any filter reaches the comparison, and no words, which take longer to plan than the
-- figures to read: screen_indicator has them. standing is where the school stands nationally, by the framework's way:
-- bands of significance or fifths of schools. better says which side of national the value is, by standing where there
-- is one and else by the figures shown. What is not in line stands out; by fifths, what is in an outer one. The mean of
-- similar schools is to two decimals, halves away from zero, as DfE's own service gives it.
select
    c.* exclude (band, quintile) replace (round(c.similar_mean, 2) as similar_mean),
    standing_band(c.band, if(c.national_of >= w.min_ranked, c.quintile, null), w.way) as standing,
    w.by_fifths,
    coalesce(if(w.by_fifths, standing in ('well_above', 'well_below'), standing <> 'in_line'), false) as stands_out,
    i.title,
    i.short_title,
    i.unit,
    i.decimals,
    i.polarity,
    i.kind,
    i.area,
    i.cannot_say,
    coalesce(g.title, c.pupil_group) as group_title,
    coalesce(g.short_title, c.pupil_group) as group_short_title,
    coalesce(g.ord, 99) as group_ord,
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
inner join indicator as i using (indicator)
left join pupil_group as g on c.pupil_group = g.pupil_group
