-- Grain: one row per extract that figures come from. Which publication is it, may it still change, and when is the next
-- one normally published?
-- Inputs: extract, expected, screen_expected. Always a view: pages read it once and keep it.
select
    e.extract_id,
    e.publication,
    e.layout_title,
    e.period,
    e.release_status,
    max(n.expected_on) as expected_on,
    any_value(n.every) as every,
from extract as e
left join expected as x
    on
        regexp_full_match(e.layout, x.layouts)
        and list_contains(string_split(x.statuses, ' '), e.release_status)
left join screen_expected as n on x.source = n.source
group by e.extract_id, e.publication, e.layout_title, e.period, e.release_status
