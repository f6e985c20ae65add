"""Do the rules answer as the worked examples in tests/specs say?

A specification is Markdown that `docs/rating-rules.md` shows: under each heading, tables of what is given
("Given answers:") and one of what is expected ("Expected signal:"). The day is 22 November 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from given import shown
from rated import rate, results, returned, schools, snapshot
from test_rate_combination import indicate
from test_rate_inspection import inspected

SPECS = Path(__file__).parents[1] / "specs"
STATED = re.compile(r"^(Given|Expected) ([a-z_]+):$")


@dataclass(frozen=True)
class Case:
    """One worked example: its tables of given rows by name, and what is expected of which relation."""

    title: str
    given: dict[str, list[list[str]]]
    relation: str
    expected: list[list[str]]


def cases() -> list[Case]:
    """Every example of every specification."""
    return [case for path in sorted(SPECS.glob("*.md")) for case in _read(path.read_text(encoding="utf-8"))]


def _read(text: str) -> list[Case]:
    found = []
    for part in text.split("\n## ")[1:]:
        title, *lines = part.splitlines()
        tables: dict[str, list[list[str]]] = {}
        name = relation = ""
        for line in lines:
            stated = STATED.match(line)
            if stated:
                name = stated[2]
                relation = name if stated[1] == "Expected" else relation
                tables[f"{stated[1]} {name}"] = []
                key = f"{stated[1]} {name}"
            elif line.startswith("|") and not line.startswith("| ---"):
                tables[key].append([cell.strip() for cell in line.strip("|").split("|")])
        expected = tables.pop(f"Expected {relation}")
        found.append(Case(title, {k.split()[1]: rows for k, rows in tables.items()}, relation, expected))
    return found


def _text(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def _answers(con: duckdb.DuckDBPyConnection, rows: list[list[str]]) -> None:
    """Cells of council returns: urn, dataset, item, said (a date, a number or words) and the period."""
    for number, (urn, dataset, item, said, period) in enumerate(rows[1:], start=1):
        kind = "day" if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else "number" if said.isdigit() else "text"
        con.execute(
            "insert into school_fact (extract_id, source_row, urn, school_id, dataset, item_no, item,"
            f" period, as_at, {kind}, status, is_best, is_current)"
            " select 1, ?, ?, 'S' || ?, 'council_' || ?, item_no, ?, ?, period_last_day(?), ?, 'value',"
            " true, true"
            " from dataset_item where item = ?",
            [number, urn, urn, dataset, item, period, period, said or None, item],
        )


def _records(con: duckdb.DuckDBPyConnection, rows: list[list[str]], dataset: str) -> None:
    """Records of a register as at 2 November 2026, one a row: urn, then its items."""
    columns, *records = rows
    for number, record in enumerate(records, start=1):
        for item, said in zip(columns[1:], record[1:], strict=True):
            kind = "day" if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else "text"
            con.execute(
                "insert into school_fact (extract_id, source_row, urn, school_id, dataset, item, period,"
                f" as_at, {kind}, status, is_best, is_current)"
                " values (2, ?, ?, ?, ?, ?, '2026-11-02', '2026-11-02', ?, 'value', true, true)",
                [number, record[0], f"S{record[0]}", dataset, item, said or None],
            )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_a_worked_example_comes_out_as_it_says(con: duckdb.DuckDBPyConnection, case: Case) -> None:
    tables = dict(case.given)
    if "signals" in tables:
        indicate(con, _text(tables.pop("signals")[1:]))
    else:
        snapshot(con)
        schools(con, _text(tables.pop("schools", [[], ["1", "primary", "maintained"]])[1:]))
        for choice, word in tables.pop("choices", [[]])[1:]:
            con.execute("update choice set word = ? where choice = ?", [word, choice])
        if "results" in tables:
            results(con, _text(tables.pop("results")))
        if "returned" in tables:
            returned(con, _text(tables.pop("returned")))
        if "answers" in tables:
            _answers(con, tables.pop("answers"))
        if "judgements" in tables:
            _records(con, tables.pop("judgements"), "council_judgements")
        if "actions" in tables:
            _records(con, tables.pop("actions"), "council_statutory_actions")
        if "inspections" in tables:
            inspected(con, _text(tables.pop("inspections")))
        else:
            rate(con)
    assert not tables, "a table of this name is not known"
    columns, *expected = case.expected
    named = {row[columns.index("rule_id")] for row in expected} if "rule_id" in columns else set()
    areas = {row[columns.index("area")] for row in expected} if "area" in columns else set()
    where = " and ".join(
        f"{column} in ({', '.join(repr(each) for each in sorted(words))})"
        for column, words in (("rule_id", named), ("area", areas))
        if words
    )
    found = shown(con, case.relation, " ".join(columns), where or "true")[1:]
    assert sorted(found) == sorted(expected)


def test_every_rule_that_reads_more_than_figures_has_a_worked_example(con: duckdb.DuckDBPyConnection) -> None:
    snapshot(con)
    told = {cell for case in cases() for row in case.expected for cell in row}
    rules = con.execute("select rule_id, test, kind from rule").fetchall()
    shown_tests = {test for rule_id, test, _ in rules if rule_id in told}
    assert {test for _, test, kind in rules if kind != "figure"} <= shown_tests
