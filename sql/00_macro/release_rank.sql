-- Which release of the same figure is shown first: final, then revised, provisional, management information.
create or replace macro release_rank(release_status) as
case release_status when 'final' then 4 when 'revised' then 3 when 'provisional' then 2 else 1 end
