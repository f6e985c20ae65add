-- Grain: one cell of a council return: source row and item.
-- Inputs: fact_cell (said: text without outer blanks; coded: status of a blank or missing word, else NULL), fact_item
-- (what the dataset asks for, in order), fact_choice (item_no, folded, word).
-- Rules: nothing is guessed. Numbers may have thousands commas in threes and, for money, a pound sign; counts are
-- whole; nothing but money is below 0 unless the item allows it. A share between 0 and 1 may be a percentage that a
-- spreadsheet saved as a fraction: it is set aside. Dates are year-month-day or day/month/year, with four figures for
-- the year. Case does not matter in words. A part is never more than its whole; a figure that needs the school's
-- agreement is kept only with it. What breaks a rule is 'bad', with what to do in `problem`.
with

asked as (
    select
        c.source_row,
        i.*,
        c.said,
        c.coded,
        w.word,
        if(i.type = 'money', replace(c.said, '£', ''), c.said) as digits,
    from fact_cell as c
    inner join fact_item as i using (item_no)
    left join fact_choice as w on c.item_no = w.item_no and lower(c.said) = w.folded
),

parsed as (
    select
        *,
        case
            when coded is not null or type not in ('count', 'number', 'percent', 'money') then null
            when regexp_full_match(digits, '[-−]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?')
                then try_cast(replace(replace(digits, ',', ''), '−', '-') as double)
        end as number,
        case
            when coded is not null or type <> 'date' then null
            when regexp_full_match(said, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then try_strptime(said, '%Y-%m-%d')
            when regexp_full_match(said, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}') then try_strptime(said, '%d/%m/%Y')
        end::date as day,
        case when coded is not null then null when type = 'text' then said else word end as text,
    from asked
),

checked as (
    select
        p.*,
        case
            when p.coded is not null then null
            when p.type in ('choice', 'yes or no') and p.word is null then 'Write one of: ' || p.offered || '.'
            when p.type = 'date' and p.day is null then 'Write a date as day/month/year, such as 01/10/2026.'
            when p.type = 'date' and p.day not between date '1950-01-01' and date '2099-12-31'
                then 'Check the year of the date.'
            when p.type = 'text' and length(p.said) > 80 then 'Write no more than 80 characters.'
            when p.type = 'text' and regexp_matches(p.said, '@|[0-9]{6}')
                then 'Leave out addresses and numbers that may identify a person.'
            when p.type in ('choice', 'yes or no', 'date', 'text') then null
            when p.number is null
                then 'Write a number in figures' || if(p.type = 'count', ', such as 4.', ', such as 4 or 4.5.')
            when p.type = 'count' and p.number <> floor(p.number) then 'Write a whole number.'
            when p.number < 0 and p.type <> 'money' and not p.negative then 'Write 0 or more.'
            when p.type = 'percent' and p.number > 100 then 'Write a percentage of 100 or less.'
            when p.type = 'percent' and p.number > 0 and p.number <= 1
                then 'Write percentages from 0 to 100: 53 for 53%. This looks like a fraction.'
            when p.number > whole.number and whole.number >= 0
                then format('It cannot be more than {}, which is {}.', p.part_of, whole.said)
            when p.only_where_no is not null and coalesce(agreed.word, 'No') <> 'Yes'
                then format('Leave it blank unless {} says Yes.', p.only_where)
        end as problem,
    from parsed as p
    left join parsed as whole on p.source_row = whole.source_row and p.part_of_no = whole.item_no
    left join parsed as agreed on p.source_row = agreed.source_row and p.only_where_no = agreed.item_no
)

select
    source_row,
    item_no,
    item,
    column_name,
    said as raw,
    if(problem is null, text, null) as text,
    if(problem is null, number, null) as number,
    if(problem is null, day, null) as day,
    case when problem is not null then 'bad' else coalesce(coded, 'value') end as status,
    case when coded = 'blank' and required then 'Fill in this cell.' else problem end as problem,
    people and problem is null and number between 1 and 5 as small,
from checked
