-- Grain: one row per row of rule_evidence whose test holds a council figure against a limit, the area's schools or its
-- own past, and that may be rated.
-- Inputs: rule_evidence, latest_evidence. Rules: domain rules 5; every figure from rule_limit.
-- A limit may have a second one beyond which Established is met: between the two there is no answer. Rising is on the
-- same time a year before. closing_balances reads the framework's "year on year" in one of two ways (the reading).
with

tested as (
    select
        e.*,
        y.value as part_value,
        y.before_value as part_before,
        y.earlier_value as part_earlier,
        e.la_of >= e.min_local and e.la_quartile = e.worst_quarter as in_worst_quarter,
        coalesce(e.denominator - e.numerator >= e.pupils, true) as enough,
        if(e.test = 'pooled_count', 'national', 'the same group in the area') as beside,
        if(e.test = 'pooled_count', e.national, e.la) as reference,
    from rule_evidence as e
    left join latest_evidence as y
        on e.test = 'closing_balances' and e.urn = y.urn and e.parts[1] = y.indicator and y.pupil_group = 'all'
    where
        e.gate = 'rated'
        and e.test in (
            'at_least', 'more_than', 'less_than', 'falling', 'rising_local_quarter', 'group_rising', 'pooled_count',
            'closing_balances'
        )
),

levelled as (
    select
        *,
        case test
            when 'at_least' then case when value >= at_limit then 1 when value < clear_limit then 0 end
            when 'more_than' then case when value > at_limit then 1 when value <= clear_limit then 0 end
            when 'less_than'
                then case when value < at_limit and enough then 1 when value >= clear_limit or not enough then 0 end
            when 'falling'
                then
                    case
                        when round(before_value - value, decimals) >= most_drop then 1
                        when before_value is not null then 0
                    end
            when 'rising_local_quarter'
                then
                    case
                        when la_of >= min_local and la_quartile < worst_quarter then 0
                        when value <= before_value or before_value <= earlier_value then 0
                        when in_worst_quarter and value > before_value and before_value > earlier_value then 1
                    end
            when 'group_rising'
                then
                    case
                        when la_of >= min_local and value <= la then 0
                        when
                            la_of >= min_local
                            and round(value - before_value * (1 + relative_rise / 100), decimals) >= 0
                            and numerator - before_numerator >= incidents
                            then 1
                        when la_of >= min_local and before_value is not null then 0
                    end
            when 'pooled_count'
                then
                    case
                        when pooled_low > national then 2
                        when pooled_value > national and pooled_count >= incidents then 1
                        when pooled_value is not null and national is not null then 0
                    end
            when 'closing_balances'
                then
                    case
                        when reading = 2 and part_value < 0 and part_before < 0 and part_earlier < 0 then 2
                        when
                            reading = 1
                            and value < 0 and before_value < 0 and earlier_value < 0 and value < earlier_value
                            then 2
                        when value < 0 then 1
                        when before_value >= 0 and earlier_value >= 0 then 0
                    end
        end as level,
        against(if(test = 'pooled_count', pooled_value, value), reference, decimals, unit, beside) as compared,
        figure(before_value, decimals, unit) || ' in ' || before_period as then_was,
    from tested
)

select
    urn,
    rule_id,
    level,
    case
        when test = 'pooled_count' then 'national'
        when test in ('rising_local_quarter', 'group_rising') then 'schools of the area'
        when test in ('falling', 'closing_balances') then coalesce(before_period, 'the year before')
    end as comparator_name,
    case
        when test = 'pooled_count' then national
        when test in ('rising_local_quarter', 'group_rising') then la
        when test in ('falling', 'closing_balances') then before_value
    end as comparator,
    case test
        when 'falling' then most_drop
        when 'rising_local_quarter' then worst_quarter
        when 'group_rising' then relative_rise
        when 'pooled_count' then incidents
        when 'closing_balances' then 0
        else at_limit
    end as threshold,
    case test
        when 'falling' then 'points'
        when 'rising_local_quarter' then 'quarter'
        when 'group_rising' then 'percent'
        when 'pooled_count' then 'incidents'
        when 'closing_balances' then 'pounds'
        else limit_unit
    end as threshold_unit,
    case
        when test in ('falling', 'closing_balances') then value - before_value
        when test = 'pooled_count' then pooled_value - national
        when test in ('rising_local_quarter', 'group_rising') then value - la
        else value - at_limit
    end as gap,
    case
        when level is not null then null
        when test in ('at_least', 'more_than', 'less_than') then 'between'
        when test = 'closing_balances' and least(before_value, earlier_value) < 0 then 'between'
        when test in ('rising_local_quarter', 'group_rising') and coalesce(la_of, 0) < min_local then 'no comparator'
        else 'no data'
    end as lack,
    case
        when level is null and test in ('at_least', 'more_than', 'less_than')
            then
                'neither ' || if(test = 'less_than', 'at least ', 'under ') || format('{:g}', clear_limit)
                || ', which Established asks for, nor at Developing (' || format('{:g}', at_limit) || ')'
        when lack = 'between'
            then 'in deficit in the last three years but recovered: neither Established nor Developing'
        when level is null and test = 'pooled_count' then 'three comparable years and a national figure are needed'
        when level is null and test = 'falling' then 'no figure of the year before'
        when lack = 'no comparator' then 'too few schools in the area to compare with'
        when level is null and test = 'closing_balances' then 'three year ends are needed'
        when level is null and test = 'rising_local_quarter' then 'the same time in the two years before is needed'
        when level is null then 'the same time a year before is needed'
        when test = 'at_least'
            then
                if(level = 1, 'at or above ', 'below ') || format('{:g}', if(level = 1, at_limit, clear_limit))
                || ' ' || limit_unit
        when test = 'more_than'
            then if(level = 1, 'more than ', 'no more than ') || format('{:g}', at_limit) || ' ' || limit_unit
        when test = 'less_than' and level = 1 then 'below ' || format('{:g}', at_limit) || ' ' || limit_unit
        when test = 'less_than' and value < clear_limit
            then
                'below ' || format('{:g}', clear_limit) || ' ' || limit_unit || ' but by fewer than '
                || format('{:g}', pupils)
        when test = 'less_than' then 'not below ' || format('{:g}', clear_limit) || ' ' || limit_unit
        when test = 'falling'
            then
                case
                    when value < before_value
                        then difference(value - before_value, decimals, unit) || ' lower than in ' || before_period
                    else 'not lower than in ' || before_period
                end
                || '; threshold ' || format('{:g}', most_drop) || ' points'
        when test = 'rising_local_quarter' and level = 1
            then 'risen two years running and in the highest quarter of the area’s schools'
        when test = 'rising_local_quarter' and in_worst_quarter
            then 'in the highest quarter of the area’s schools but not rising two years running'
        when test = 'rising_local_quarter'
            then 'not both rising two years running and in the highest quarter of the area'
        when test = 'pooled_count'
            then
                pooled_count || ' in three years, ' || compared
                || if(level = 2, ', and above it for certain (95% interval from ', ' (95% interval from ')
                || figure(pooled_low, decimals, unit) || '); threshold ' || format('{:g}', incidents) || ' incidents'
        when test = 'group_rising' and level = 1 then compared || ' and risen from ' || then_was
        when test = 'group_rising' then compared || if(before_value is null, '', '; ' || then_was)
        when level = 2 and reading = 2 then 'spending above income in each of three years'
        when level = 2 then 'in deficit at three year ends running, and deeper than in ' || earlier_period
        when level = 1 then 'a deficit that is not recovered'
        else 'at or above zero at three year ends'
    end as verdict,
from levelled
