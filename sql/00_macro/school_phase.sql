-- The phase of a school in this product's words, from the words of GIAS, school information, census and EES.
-- GIAS writes 'Not applicable' for special schools, referral units and independent schools: the type decides.
-- Where only a school's ages are known, they decide. NULL when nothing says.
create or replace macro school_phase(phase_raw, school_type, low_age, high_age) as
    case
        when regexp_matches(lower(school_type), 'pupil referral|alternative provision|\bap\b|^pru$')
            or lower(school_type) in ('fap', 'accap', 'acap') then 'alternative provision'
        when regexp_matches(lower(school_type), 'special') or lower(phase_raw) = 'special'
            or lower(school_type) in ('cys', 'fds', 'nmss', 'indspec', 'indsps', 'acs', 'accs', 'fs', 'chs')
            then 'special'
        when regexp_matches(lower(school_type), '^ind$|independent|international|overseas|offshore')
            then 'independent'
        when regexp_matches(lower(coalesce(phase_raw, '')), 'all.through') then 'all-through'
        when regexp_matches(lower(coalesce(phase_raw, '')), 'nursery')
            or regexp_matches(lower(coalesce(school_type, '')), 'nursery') then 'nursery'
        when regexp_matches(lower(coalesce(phase_raw, '')), '16 plus|post.?16')
            or regexp_matches(lower(coalesce(school_type, '')), '16.?19|sixth form|further education|college of fur')
            then '16 plus'
        when regexp_matches(lower(coalesce(phase_raw, '')), 'primary') then 'primary'
        when regexp_matches(lower(coalesce(phase_raw, '')), 'secondary') then 'secondary'
        when regexp_matches(lower(coalesce(school_type, '')), 'state-funded primary') then 'primary'
        when regexp_matches(lower(coalesce(school_type, '')), 'state-funded secondary') then 'secondary'
        when low_age < 10 and high_age > 13 then 'all-through'
        when low_age <= 7 and high_age <= 13 then 'primary'
        when low_age >= 16 then '16 plus'
        when low_age >= 9 then 'secondary'
        when phase_raw is not null or school_type is not null then 'other'
    end
