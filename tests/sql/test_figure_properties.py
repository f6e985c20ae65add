"""Can a worse newest figure help a school? Never: small cities are generated, and one school made worse.

The whole way is walked: results are compared, tested and rated again each time.
"""

from __future__ import annotations

from datetime import date
from random import Random

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from eif.casework.work import fill, no_work
from eif.framework import load_framework
from eif.screening.before import create_tables
from eif.sql import insert_rows
from tests.sql.compared import EXTRACTS
from tests.sql.given import built, scratch
from tests.sql.given import given as write

YEARS = ("2022/23", "2023/24", "2024/25")
NEWEST = YEARS[-1]
SCHOOLS = 16
EXAMPLES = 8
# What a generated city has: indicator, national value, spread between schools, and which way is worse.
FIGURES = {
    "abs_overall": (5.5, 1.5, 1),
    "abs_pa10": (15.0, 6.0, 1),
    "ks2_rwm_exp": (61.0, 14.0, -1),
    "ks2_read_exp": (74.0, 12.0, -1),
}
CONCERN = {"green": 0, "amber": 1, "red": 2}

Figures = dict[tuple[str, str, str], float]


def a_city(chance: Random) -> Figures:
    """A value for each school, indicator and year."""
    return {
        (str(100001 + school), indicator, year): round(
            min(max(national + chance.gauss(0, spread), 0.5), 99), 1
        )
        for school in range(SCHOOLS)
        for indicator, (national, spread, _) in FIGURES.items()
        for year in YEARS
    }


def rated(figures: Figures) -> tuple[dict[tuple[str, str], int | None], dict[tuple[str, str], str]]:
    """Each school's answer to each rule, and its rating in each area."""
    con = duckdb.connect()
    scratch(con, as_at="2026-03-31")
    write(con, "staged_extract", EXTRACTS)
    columns = (
        "extract_id", "source_row", "row_kind", "urn", "la_code", "area_code", "indicator", "period", "value",
        "denominator", "definition",
    )  # fmt: skip
    con.execute(f"create temp table written as select {', '.join(columns)} from staged_value limit 0")
    rows = [
        [1, number, "school", urn, "330", None, indicator, year, value, 60, None]
        for number, ((urn, indicator, year), value) in enumerate(figures.items(), start=1)
    ]
    rows += [
        [2, number, "national", None, None, "E92000001", indicator, year, national, None, "state-funded"]
        for number, (indicator, year, national) in enumerate(
            ((indicator, year, FIGURES[indicator][0]) for indicator in FIGURES for year in YEARS), start=1
        )
    ]
    insert_rows(con, "written", rows)
    con.execute(
        f"insert into staged_value ({', '.join(columns)}, status, pupil_group, phase)"
        " select *, 'value', 'all', 'primary' from written"
    )
    write(
        con,
        "staged_school",
        "urn | name\n" + "\n".join(f"{urn} | School {urn}" for urn in sorted({urn for urn, _, _ in figures})),
        extract_id=1,
        la_code="330",
        school_type="Community school",
        status_raw="Open",
    )
    built(con, "20_core", "30_compare")
    con.execute("create view extract as select * from staged_extract")
    create_tables(con)
    load_framework(con, "2026-02")
    fill(con, no_work(date(2026, 11, 22)))
    built(con, "40_rate")
    answers = con.execute("select urn, rule_id, level from signal where indicator is not null").fetchall()
    areas = con.execute("select urn, area, rating from area_rating").fetchall()
    con.close()
    return (
        {(urn, rule): level for urn, rule, level in answers},
        {(urn, area): rating for urn, area, rating in areas},
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_worse_newest_figure_never_improves_an_answer_or_a_rating(seed: int) -> None:
    chance = Random(seed)
    city = a_city(chance)
    before, areas_before = rated(city)
    assert set(before.values()) > {0, 1}, "a city in which nothing is ever found tests nothing"
    urn, indicator = str(100001 + chance.randrange(SCHOOLS)), chance.choice(list(FIGURES))
    worse = dict(city)
    _, spread, direction = FIGURES[indicator]
    moved = city[urn, indicator, NEWEST] + direction * chance.uniform(0.2, 3) * spread
    worse[urn, indicator, NEWEST] = round(min(max(moved, 0.5), 99), 1)
    after, areas_after = rated(worse)
    for (school, rule), level in before.items():
        if school == urn and level is not None and after[school, rule] is not None:
            assert after[school, rule] >= level, (rule, city[urn, indicator, NEWEST], moved)
    for (school, area), rating in areas_before.items():
        if school == urn and rating in CONCERN:
            assert CONCERN.get(areas_after[school, area], -1) >= CONCERN[rating], area
