-- Grain: one row per school and framework area that an inspection hints at, areas in the framework's order.
-- Inputs: inspection_hint, area, inspection_regime.
select
    h.*,
    a.title as area_title,
    a.ord as area_ord,
    r.title as regime_title,
from inspection_hint as h
inner join area as a using (area)
left join inspection_regime as r using (regime)
order by h.urn, a.ord
