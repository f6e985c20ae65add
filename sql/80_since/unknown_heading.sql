-- Grain: one heading of which nothing is known of the school $school now, so that nothing can be said of a change.
-- Inputs: figure_after, head_after, inspection_after, school_now (a school that is not listed is rated by nobody).
select h.heading,
from (values ('indicators'), ('head'), ('ofsted'), ('category'), ('areas'), ('signals')) as h (heading)
where
    case h.heading
        when 'indicators' then not exists (select 1, from figure_after where school_id = $school and value is not null)
        when 'head' then not exists (select 1, from head_after where school_id = $school)
        when 'ofsted' then not exists (select 1, from inspection_after where school_id = $school)
        else not exists (select 1, from school_now where school_id = $school and listed)
    end
