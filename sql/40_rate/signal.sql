-- Grain: one row per listed school and rule made for it. What does the rule say, and in plain English why?
-- Inputs: signal_told, signal_decided.
-- Rules: domain rules 5. level 0 is consistent with Established, 1 Developing, 2 Causing Concern; NULL is not rated
-- and never counts as 0. The descriptor is the one of the level found, or of Established when none was. kind says what
-- was read, as_of of when it is, evidence what it says where it is no figure. A hard signal is a statutory step, or a
-- judgement that the framework gives the same weight.
select *, from signal_told
union all by name
select *, from signal_decided
