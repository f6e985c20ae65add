-- The phase of a school in this product's words, from the words of GIAS, school information, census and EES.
-- GIAS writes 'Not applicable' for special schools, referral units and independent schools: the type decides.
-- Where only a school's ages are known, they decide. NULL when nothing says.
create or replace macro school_phase(phase_raw, school_type, low_age, high_age) as
case
    when
        regexp_matches(lower(concat_ws('; ', school_type, phase_raw)), 'pupil referral|alternative provision|^pru$')
        or upper(school_type) in ('FAP', 'ACCAP', 'ACAP')
        then 'alternative provision'
    when lower(school_type) like 'special post 16%' then '16 plus'
    when
        regexp_matches(lower(concat_ws('; ', school_type, phase_raw)), 'special')
        or upper(school_type) in ('CYS', 'FDS', 'NMSS', 'INDSPEC', 'INDSPS', 'ACS', 'ACCS', 'FS', 'CHS', 'FHS')
        then 'special'
    when
        regexp_matches(lower(concat_ws('; ', school_type, phase_raw)), 'independent|international|overseas|offshore')
        or upper(school_type) = 'IND'
        then 'independent'
    when regexp_matches(lower(phase_raw), 'all.through') then 'all-through'
    when regexp_matches(lower(concat_ws('; ', school_type, phase_raw)), 'nursery') then 'nursery'
    when
        regexp_matches(
            lower(concat_ws('; ', school_type, phase_raw)),
            '16 plus|post.?16|16.?19|16 to 19|sixth form|further education'
        )
        then '16 plus'
    when regexp_matches(lower(concat_ws('; ', phase_raw, school_type)), 'primary') then 'primary'
    when regexp_matches(lower(concat_ws('; ', phase_raw, school_type)), 'secondary') then 'secondary'
    when low_age < 10 and high_age > 13 then 'all-through'
    when low_age <= 7 and high_age <= 13 then 'primary'
    when low_age >= 16 then '16 plus'
    when low_age >= 9 then 'secondary'
    when phase_raw is not null or school_type is not null then 'other'
end
