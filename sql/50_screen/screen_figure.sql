-- Grain: one row per school of the home council (the URN the figure was published for), indicator, pupil group and
-- period. What did this school achieve, beside whom, and how is the figure written?
-- Inputs: comparison, indicator, pupil_group.
-- Read it by school_id for a school's whole story across its URNs, by urn for what one URN published. Always a view:
-- no window and no sort, so that any filter reaches the comparison, and no words, which take longer to plan than the
-- figures to read: screen_indicator has them. better says which side of national the value is, by significance where
-- it is tested and else by the figures shown. The mean of similar schools is to two decimals, halves away from zero, as
-- DfE's own service gives it.
select
    c.* replace (round(c.similar_mean, 2) as similar_mean),
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
        when c.band = 'in_line' or round(c.gap_national, i.decimals) = 0 then 'in line'
        when c.band in ('above', 'well_above') then 'better'
        when c.band in ('below', 'well_below') then 'worse'
        when c.gap_national * i.polarity > 0 then 'better'
        else 'worse'
    end as better,
from comparison as c
inner join indicator as i using (indicator)
left join pupil_group as g on c.pupil_group = g.pupil_group
