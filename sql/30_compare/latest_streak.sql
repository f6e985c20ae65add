-- Grain: one row per listed school, indicator and pupil group with a valid figure. On which side of what it is compared
-- with does the newest lie, and for how many years in a row?
-- Inputs: school, comparison, indicator, indicator_break, indicator_gap.
-- Rule: side is 1 above, 0 level or in line, -1 below: by the test against national (a progress score's: average)
-- where the figure is tested, else by the difference at the precision shown. A year counts where it follows the one
-- before, has a valid figure and the comparator, is measured in the same way and lies on the same side; the first that
-- does not ends the count, so that years without results are never bridged. A school's own URN wins in a year.
with

era as (
    select p.indicator, p.period, count(b.period) as era,
    from (select distinct indicator, period, from comparison) as p
    left join indicator_break as b on p.indicator = b.indicator and b.period <= p.period
    anti join indicator_gap as g on p.indicator = g.indicator and p.period = g.period
    group by p.indicator, p.period
),

result as (
    select
        s.urn,
        c.indicator,
        c.pupil_group,
        c.period,
        period_start(c.period) as start,
        e.era,
        case
            when c.significance is not null
                then case c.significance when 'above' then 1 when 'below' then -1 else 0 end
            when i.kind <> 'progress' then sign(round(c.value - c.national, i.decimals))::integer
        end as national_side,
        sign(round(c.value - c.similar_mean, i.decimals))::integer as similar_side,
    from school as s
    inner join comparison as c using (school_id)
    inner join indicator as i on c.indicator = i.indicator
    inner join era as e on c.indicator = e.indicator and c.period = e.period
    where s.listed and c.value is not null
    qualify
        row_number() over (
            partition by s.urn, c.indicator, c.pupil_group, c.period order by c.urn = s.urn desc, c.urn
        ) = 1
),

placed as (
    select
        *,
        era = first_value(era) over series
        and start + row_number() over series - 1 = first_value(start) over series as in_a_row,
        coalesce(national_side = first_value(national_side) over series, false) as same_national,
        coalesce(similar_side = first_value(similar_side) over series, false) as same_similar,
        row_number() over series - 1 as place,
    from result
    window series as (partition by urn, indicator, pupil_group order by start desc)
)

select
    urn,
    indicator,
    pupil_group,
    max(period) as period,
    arg_max(national_side, start) as national_side,
    coalesce(min(place) filter (where not (in_a_row and same_national)), count(*))::integer as national_years,
    arg_max(similar_side, start) as similar_side,
    coalesce(min(place) filter (where not (in_a_row and same_similar)), count(*))::integer as similar_years,
from placed
group by urn, indicator, pupil_group
