-- Grain: one row. By what do rules and screens tell whether a school stands well above, above, in line, below or well
-- below nationally: by bands of significance or by fifths of schools?
-- Inputs: choice, every_rule_threshold. Rule: domain rules 2.1; the framework's choice `standing`. A fifth counts where
-- at least min_ranked schools are ranked, as every national rank does.
with

ranked as (
    select max(value) as min_ranked, from every_rule_threshold where name = 'min_ranked'
)

select
    c.word as way,
    c.word = 'quintiles' as by_fifths,
    r.min_ranked,
from choice as c
cross join ranked as r
where c.choice = 'standing'
