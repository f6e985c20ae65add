-- Is the change of a proportion against national larger than chance? p1 of n1 pupils now, p0 of n0 a year before,
-- P1 and P0 national (all 0-1). |z| >= 1.96 draws an arrow. Source: domain rules 2.3.
create or replace macro relative_z(p1, pn1, n1, p0, pn0, n0) as
((p1 - pn1) - (p0 - pn0)) / nullif(sqrt(p1 * (1 - p1) / nullif(n1, 0) + p0 * (1 - p0) / nullif(n0, 0)), 0)
