"""Can worse evidence help a school, or missing evidence turn anything green? Never, whatever is generated.

Schools are made of generated answers to every rule of the framework; each is rated as it is, and beside it a
twin with one answer made worse or taken away. What an answer's silence may hide counts where the framework
expects the answer of all schools, which is where its expected share of them gives one.
"""

from __future__ import annotations

from random import Random

import duckdb
import pytest
from given import built
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rated import snapshot

from eif.sql import ORDER, insert_rows, statement

CONCERN = {"green": 0, "amber": 1, "red": 2}
CATEGORY = {"Established": 0, "Developing": 1, "Causing Concern": 2}
# Schools of one generated city; each has a twin.
SCHOOLS = 10
EXAMPLES = 40

Answers = dict[tuple[int, str], int | None]
seeds = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def city() -> duckdb.DuckDBPyConnection:
    """A release without results, the framework's rules, and as many primary schools as are generated."""
    con = duckdb.connect()
    snapshot(con)
    for number in range(2 * SCHOOLS):
        con.execute(
            "insert into school (urn, school_id, name, named, la_code, phase, compare_phase, type_group,"
            " status, is_home, listed) values (?, ?, ?, true, '330', 'primary', 'primary', 'maintained',"
            " 'open', true, true)",
            [str(number), f"S{number}", f"School {number}"],
        )
    built(con, "40_rate", until="signal")
    con.execute("create table asked as select * from signal")
    con.execute("create table generated (urn varchar, rule_id varchar, level integer)")
    return con


def levels(con: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """The answers that each rule can give, best first."""
    return dict(
        con.execute("""
            select rule_id, list_distinct([0] || list(d.level)).list_sort() from asked
            inner join rule_descriptor as d using (rule_id) group by rule_id order by rule_id
        """).fetchall()
    )


def rated(
    con: duckdb.DuckDBPyConnection, answers: Answers
) -> tuple[dict[tuple[int, str], str], dict[int, str]]:
    """The rating of each school and area, and each school's category."""
    con.execute("delete from generated")
    insert_rows(con, "generated", [[str(school), rule, level] for (school, rule), level in answers.items()])
    con.execute("""
        create or replace table signal as
        select a.* replace (
            g.level as level,
            r.hard and coalesce(g.level = 2, false) as hard,
            if(g.level is null, 'no data', 'rated') as status,
            '2024/25' as period,
            60 as cohort,
            d.finding as finding
        )
        from asked as a
        inner join generated as g using (urn, rule_id)
        inner join rule as r using (rule_id)
        left join rule_descriptor as d on d.rule_id = a.rule_id and d.level = coalesce(g.level, 0)
    """)
    later = ORDER["40_rate"][ORDER["40_rate"].index("signal") + 1 :]
    for name in later:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")
    areas = con.execute("select urn, area, rating from area_rating").fetchall()
    overall = con.execute("select urn, indicated from overall_rating").fetchall()
    return (
        {(int(urn), area): rating for urn, area, rating in areas},
        {int(urn): indicated for urn, indicated in overall},
    )


def a_city(con: duckdb.DuckDBPyConnection, chance: Random, silent: int = 1) -> Answers:
    """Answers of every school but the twins; mostly good, so that one change can decide.

    Beside four good answers, `silent` times there is none.
    """
    answers: Answers = {}
    possible = levels(con)
    for school in range(SCHOOLS):
        worst = chance.randint(0, 2)
        for rule, known in possible.items():
            few = [level for level in known if level <= worst]
            answers[school, rule] = chance.choice([0, 0, 0, 0, *few, *[None] * silent])
    return answers


def with_twins(
    con: duckdb.DuckDBPyConnection, answers: Answers, chance: Random, *, taken_away: bool
) -> Answers:
    """The city, and each school's twin with one answer worse, or one taken away."""
    both = dict(answers)
    possible = levels(con)
    for (school, rule), level in answers.items():
        both[school + SCHOOLS, rule] = level
    for school in range(SCHOOLS):
        own = {rule: level for (urn, rule), level in answers.items() if urn == school and level is not None}
        choices: list[tuple[str, int | None]] = [
            (rule, other)
            for rule, level in own.items()
            for other in ([None] if taken_away else [worse for worse in possible[rule] if worse > level])
        ]
        if choices:
            rule, changed = chance.choice(choices)
            both[school + SCHOOLS, rule] = changed
    return both


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=seeds)
def test_worse_evidence_never_improves_a_rating(city: duckdb.DuckDBPyConnection, seed: int) -> None:
    chance = Random(seed)
    areas, overall = rated(city, with_twins(city, a_city(city, chance), chance, taken_away=False))
    for (school, area), rating in areas.items():
        if school < SCHOOLS:
            worse = areas[school + SCHOOLS, area]
            assert CONCERN.get(worse, 0.5) >= CONCERN.get(rating, 0.5), (area, rating, worse)
            assert worse in CONCERN or rating not in ("amber", "red"), (area, rating, worse)
    for school in range(SCHOOLS):
        before, after = overall[school], overall[school + SCHOOLS]
        assert CATEGORY.get(after, 0.5) >= CATEGORY.get(before, 0.5), (before, after)


def turned_green(areas: dict[tuple[int, str], str], overall: dict[int, str]) -> list[tuple[int, str]]:
    """The schools, and their areas, that are green or Established only in the twin that lacks an answer."""
    found = [
        (school, area)
        for (school, area), rating in areas.items()
        if school < SCHOOLS and areas[school + SCHOOLS, area] == "green" != rating
    ]
    return found + [
        (school, "overall")
        for school in range(SCHOOLS)
        if overall[school + SCHOOLS] == "Established" != overall[school]
    ]


def everything_is_expected(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the expected share of the schools has an answer to each rule, and a rating in each area."""
    share = "100 * count(*) filter (where {}) >= count(*) * (select value from area_threshold where name = ?)"
    asked = (
        ("signal", "rule_id", "level is not null"),
        ("area_rating", "area", "rating in ('red', 'amber', 'green')"),
    )
    return all(
        expected
        for table, key, known in asked
        for (expected,) in con.execute(
            f"select {share.format(known)} from {table} group by {key}", ["expected_share"]
        ).fetchall()
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=seeds)
def test_taking_evidence_away_that_is_expected_turns_nothing_green(
    city: duckdb.DuckDBPyConnection, seed: int
) -> None:
    chance = Random(seed)
    ratings = rated(city, with_twins(city, a_city(city, chance), chance, taken_away=True))
    assume(everything_is_expected(city))
    assert not turned_green(*ratings)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=seeds, silent=st.integers(1, 8))
def test_where_every_answer_is_expected_taking_any_away_turns_nothing_green(
    city: duckdb.DuckDBPyConnection, seed: int, silent: int
) -> None:
    chance = Random(seed)
    share = "update threshold set value = ? where scope = 'area' and name = 'expected_share'"
    ((as_it_is,),) = city.execute("select value from area_threshold where name = 'expected_share'").fetchall()
    city.execute(share, [0])
    try:
        ratings = rated(city, with_twins(city, a_city(city, chance, silent), chance, taken_away=True))
    finally:
        city.execute(share, [as_it_is])
    assert not turned_green(*ratings)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(seed=seeds)
def test_a_rating_does_not_depend_on_which_school_comes_first(
    city: duckdb.DuckDBPyConnection, seed: int
) -> None:
    chance = Random(seed)
    answers = a_city(city, chance)
    order = chance.sample(range(SCHOOLS), SCHOOLS)
    areas, overall = rated(city, answers)
    moved = {(order[school], rule): level for (school, rule), level in answers.items()}
    moved_areas, moved_overall = rated(city, moved)
    for (school, area), rating in areas.items():
        if school < SCHOOLS:
            assert moved_areas[order[school], area] == rating
    for school in range(SCHOOLS):
        assert moved_overall[order[school]] == overall[school]
