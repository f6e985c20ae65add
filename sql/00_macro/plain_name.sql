-- What is left of a school's name without punctuation and the words that kinds of school share; for comparing names.
create or replace macro plain_name(name) as
trim(
    regexp_replace(
        regexp_replace(
            regexp_replace(lower(name), '[^a-z0-9 ]', '', 'g'),
            '\b(school|primary|secondary|academy|the|and|of|ce|rc|church|england|catholic|roman|community|infants?|'
            || 'juniors?|high|college|voluntary|aided|controlled|va|vc|jmi|nursery|special)\b',
            '',
            'g'
        ),
        ' +',
        ' ',
        'g'
    )
)
