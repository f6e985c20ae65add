-- DfE's five bands of a progress score with its published 95% interval: 1 well above .. 5 well below.
-- `well` is the score beyond which a significant difference counts as well above or below (0.5 for Progress 8).
create or replace macro p8_band(score, lo, hi, well := 0.5) as
case
    when score is null or lo is null or hi is null then null
    when hi < 0 and score < -well then 5
    when hi < 0 then 4
    when lo > 0 and score >= well then 1
    when lo > 0 then 2
    else 3
end
