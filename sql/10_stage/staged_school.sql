-- Grain: one school of one extract; where a file has several years, the school's latest.
-- Inputs: school_row: every field as text, period, precedence.
-- Rule: school information names one other URN, before or after; URNs are issued in order, so a smaller one came
--       before. Dates are written dd-mm-yyyy (GIAS), dd/mm/yyyy (re-saved, EES) or yyyymmdd (performance tables).
select
    $this_extract as extract_id,
    source_row,
    urn,
    la_code,
    la_name,
    estab,
    name,
    school_type,
    type_group_raw,
    phase_raw,
    status_raw,
    try_strptime(open_date, ['%d-%m-%Y', '%d/%m/%Y', '%Y%m%d', '%Y-%m-%d'])::date as open_date,
    try_strptime(close_date, ['%d-%m-%Y', '%d/%m/%Y', '%Y%m%d', '%Y-%m-%d'])::date as close_date,
    try_cast(low_age as integer) as low_age,
    try_cast(high_age as integer) as high_age,
    gender,
    religion,
    admissions,
    trust_code,
    trust_name,
    ward,
    constituency,
    postcode,
    town,
    try_cast(easting as integer) as easting,
    try_cast(northing as integer) as northing,
    try_cast(capacity as integer) as capacity,
    try_cast(roll as integer) as roll,
    case when predecessor_urn < urn then predecessor_urn end as predecessor_urn,
    period,
    $this_precedence as precedence,
from school_row
qualify row_number() over (partition by urn order by period desc, source_row) = 1
