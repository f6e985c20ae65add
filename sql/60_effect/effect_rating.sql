-- Grain: one school and area (or the category indicated, area NULL) that publishing rates otherwise.
-- Inputs: rating_before, rating_after (urn, name, area, title, ord, rating, why): of listed schools.
-- what: filled (rated from now on), opened (no longer rated) or moved.
with

compared as (
    select
        a.urn,
        a.name,
        a.area,
        a.title,
        a.ord,
        b.rating as rating_before,
        a.rating as rating_after,
        a.why,
        b.rating in ('insufficient', 'not_applicable', 'Not enough evidence') as unrated_before,
        a.rating in ('insufficient', 'not_applicable', 'Not enough evidence') as unrated_after,
    from rating_before as b
    inner join rating_after as a on a.urn = b.urn and a.area is not distinct from b.area
    where a.rating <> b.rating
)

select
    urn,
    name,
    area,
    title,
    rating_before,
    rating_after,
    case
        when unrated_before and not unrated_after then 'filled'
        when unrated_after and not unrated_before then 'opened'
        else 'moved'
    end as what,
    why,
from compared
order by ord nulls first, name, urn
