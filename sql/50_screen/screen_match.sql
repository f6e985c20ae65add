-- Grain: one row per listed school (urn), area and candidate to support it there, in the order of the criteria. Who
-- could help, in which order, and why? Always a view: it is asked for one school and area.
-- Inputs: support_match, school.
-- Rule: one criterion after another, never a weighted sum: days free now before nothing offered yet before all in use;
-- strong on more of the measures in question; strong by the better test; strong practice recorded by people; among the
-- schools most alike; nearer; then by name. Those with a barrier come after all others and have no place.
select
    m.*,
    s.phase,
    s.type_group,
    s.ward,
    if(
        m.barrier is null,
        row_number() over (
            partition by m.urn, m.area
            order by
                m.barrier is not null,
                m.availability,
                m.strong desc,
                m.best desc nulls last,
                len(m.recognised) > 0 desc,
                coalesce(m.is_alike, false) desc,
                m.km nulls last,
                m.giver_name,
                m.giver_urn
        ),
        null
    )::integer as place,
from support_match as m
inner join school as s on m.giver_urn = s.urn
