-- How far apart two values are, in words and without a sign: '8.3 points', '1 point'. NULL for NULL.
create or replace macro difference(gap, decimals) as
    format('{:.{}f}', abs(gap), decimals) || if(format('{:.{}f}', abs(gap), decimals) = '1', ' point', ' points')
