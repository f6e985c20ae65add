-- Five bands in quality direction from a test against national.
-- z: standard distance, above zero = better. gap: whole pupils (NULL where they cannot be counted).
-- percentile: 1 best .. 100 among schools of the phase (NULL: no 'well' bands). well: size of the outer groups.
-- Rule: under |z| 1.96 or one whole pupil, in line; beyond, the outer 20% are well above or below (domain rules 2.1).
create or replace macro band5(z, gap, percentile, well := 20) as
case
    when z is null then null
    when gap = 0 then 'in_line'
    when z >= 1.96 then if(percentile <= well, 'well_above', 'above')
    when z <= -1.96 then if(percentile > 100 - well, 'well_below', 'below')
    else 'in_line'
end
