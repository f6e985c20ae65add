-- Grain: one post in the governance of a school (urn) or a trust (group_uid), by the newest register loaded: its role,
-- appointing body and dates. Nobody is named.
-- Inputs: staged_post, setting. Rule: held, ended or to come on the release's day; a post without dates counts as held.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
)

select
    p.urn,
    p.group_uid,
    p.role,
    p.appointing_body,
    p.appointed_on,
    p.term_ends_on,
    case
        when p.appointed_on > as_at.day then 'to come'
        when p.term_ends_on < as_at.day then 'ended'
        else 'held'
    end as standing,
    p.extract_id,
    p.source_row,
from staged_post as p
cross join as_at
where p.extract_id = (select max(latest.extract_id), from staged_post as latest)
order by p.urn, p.group_uid, p.role, p.appointed_on, p.source_row
