-- Grain: one row per URN that any extract describes: the best statement of each attribute, and who made the name.
-- Inputs: staged_school, staged_extract.
-- Rule: the source of higher precedence wins, then the later period, then the later extract; an empty cell never wins.
with

statement as (
    select
        s.*,
        e.layout,
        coalesce(s.precedence, 0)::bigint * 10000000000
        + coalesce(period_start(year_within(s.period)), 0) * 1000000
        + s.extract_id as weight,
    from staged_school as s
    inner join staged_extract as e using (extract_id)
    where s.urn is not null
)

select
    urn,
    arg_max(la_code, weight) as la_code,
    arg_max(estab, weight) as estab,
    arg_max(name, weight) as name,
    arg_max(layout, weight) filter (where name is not null) as name_source,
    arg_max(phase_raw, weight) as phase_raw,
    arg_max(school_type, weight) as school_type,
    arg_max(
        nullif(school_phase(phase_raw, school_type, low_age, high_age), 'other'), weight
    ) as phase,
    arg_max(
        nullif(school_type_group(type_group_raw, coalesce(school_type, phase_raw)), 'unknown'), weight
    ) as type_group,
    arg_max(status_raw, weight) as status_raw,
    arg_max(open_date, weight) as opened,
    arg_max(close_date, weight) as closed,
    arg_max(low_age, weight) as low_age,
    arg_max(high_age, weight) as high_age,
    arg_max(gender, weight) as gender,
    arg_max(religion, weight) as religion,
    arg_max(admissions, weight) as admissions,
    arg_max(trust_code, weight) as trust_code,
    arg_max(trust_name, weight) as trust_name,
    arg_max(ward, weight) as ward,
    arg_max(constituency, weight) as constituency,
    arg_max(postcode, weight) as postcode,
    arg_max(town, weight) as town,
    arg_max(easting, weight) as easting,
    arg_max(northing, weight) as northing,
    arg_max(capacity, weight) as capacity,
    arg_max(roll, weight) as roll,
    arg_max(period, weight) filter (where roll is not null) as roll_period,
from statement
group by urn
