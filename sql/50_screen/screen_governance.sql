-- Grain: one role in the governance of a school of the home council, as counts of posts; nobody is named.
-- Inputs: governance_post, school. ended counts posts whose term has ended by the release's day; next_end is the
-- first day on which the term of a post now held ends.
select
    g.urn,
    g.role,
    count(*) filter (where g.standing = 'held')::integer as in_post,
    count(*) filter (where g.standing = 'ended')::integer as ended,
    count(*) filter (where g.standing = 'held' and g.term_ends_on is null)::integer as without_end,
    min(g.term_ends_on) filter (where g.standing = 'held') as next_end,
    max(g.appointed_on) as latest_appointment,
from governance_post as g
inner join school as s using (urn)
where s.is_home
group by g.urn, g.role
order by g.urn, in_post desc, g.role
