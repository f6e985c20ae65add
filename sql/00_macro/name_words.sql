-- The words of an area's name, in one order and without signs: 'London (Inner)' and 'Inner London' give the same.
create or replace macro name_words(name) as
list_sort(string_split(trim(regexp_replace(lower(name), '[^a-z]+', ' ', 'g')), ' '))
