-- Who runs a school: maintained, academy, independent or other, from the words of GIAS, school information,
-- performance-table codes and EES. 'unknown' when nothing says: EES absence says only 'State-funded primary'.
create or replace macro school_type_group(group_raw, school_type) as
case
    when regexp_matches(
        lower(concat_ws(' ', group_raw, school_type)),
        'academ|free school|university technical|studio school|city technology'
    )
    or upper(school_type) in (
        'AC', 'ACC', 'ACCS', 'ACS', 'F', 'FS', 'FSS', 'FUTC', 'UTC', 'SS', 'CTC', 'FAP', 'ACCAP', 'ACAP',
        'F1619', 'ACC1619', 'AC1619'
    ) then 'academy'
    when regexp_matches(lower(school_type), 'non-maintained') or upper(school_type) = 'NMSS' then 'other'
    when
        regexp_matches(lower(concat_ws(' ', group_raw, school_type)), 'independent')
        or upper(school_type) in ('IND', 'INDSPEC', 'INDSPS') then 'independent'
    when
        regexp_matches(
            lower(concat_ws(' ', group_raw, school_type)),
            'maintained|community|voluntary|foundation|pupil referral|state-funded nursery|local authority nursery'
        )
        or upper(school_type) in ('CY', 'VA', 'VC', 'FD', 'CYS', 'FDS', 'CHS', 'FHS', 'PRU', 'LANS')
        then 'maintained'
    when
        regexp_matches(lower(concat_ws(' ', group_raw, school_type)), 'college|other types|universit')
        or upper(school_type) = 'FESI' then 'other'
    else 'unknown'
end
