-- Where a school stands nationally in five words, by significance ('bands') or by fifths of schools ('quintiles').
-- Rule: DfE's proposal of February 2026 drops intervals for fifths; which of the two counts is a setting of the
-- framework. NULL where that way says nothing (domain rules 2.1).
create or replace macro standing_band(band, quintile, standing) as
case standing
    when 'quintiles' then ['well_above', 'above', 'in_line', 'below', 'well_below'][quintile]
    else band
end
