-- Grain: one row per local authority of England (regions and England itself are not here).
-- Inputs: staged_la (LAIT's list, when loaded), reference_la (shipped).
-- Rule: the loaded list wins; a region has no type in it.
with

loaded as (
    select
        la_code,
        arg_max(la_name, extract_id) as la_name,
        arg_max(region, extract_id) as region,
        arg_max(la_type, extract_id) as la_type,
    from staged_la
    where coalesce(la_type, 'NA') <> 'NA'
    group by la_code
),

shipped as (
    select la_code, la_name, region, la_type,
    from reference_la
    anti join loaded using (la_code)
),

la as (
    select *, from loaded
    union all by name
    select *, from shipped
)

select la_code, la_name, region, la_type,
from la
order by la_code
