"""How would a head teacher read the rules? The framework's data as one page of Markdown.

`python -m eif.framework.document` writes `docs/rating-rules.md`; a test holds the page against the data.
"""

from __future__ import annotations

import sys

from eif.config import ROOT, load_settings
from eif.framework import FOLDER
from eif.framework.read import Framework, Row, read_framework

PAGE = ROOT / "docs" / "rating-rules.md"
LEVELS = {"established": "Established", "developing": "Developing", "causing_concern": "Causing Concern"}

# What each test of sql/40_rate asks, in words; its figures are thresholds.
HOW = {
    "above_national": """
        1 when the figure is above national of the same phase and year by more than the margin.
    """,
    "above_similar": """
        1 when the figure is above the mean of similar schools by more than the margin; not rated
        where fewer of them than the threshold have a figure.
    """,
    "rising": """
        1 when the gap to national grew in each of the last two years, and beyond the threshold
        in all.
    """,
    "worst_fifth": """
        2 when the school stood beyond the percentile nationally in each of the last two years;
        for a year without national ranks, when it was above national by more than the margin.
    """,
    "above_and_rising": "2 when above national in both of the last two years and risen by both thresholds.",
    "worst_local_quarter": "1 when in the highest quarter of the area's schools of its phase.",
    "headline": """
        1 when significantly below national, this year or over three years pooled. 2 when it is
        so over three years (or in two results running, where years cannot be pooled) and the
        school is in the worst fifth nationally, or in the lowest quarter of the area where
        national ranks are not loaded.
    """,
    "progress": """
        1 when the published interval lies below average; 2 when well below in the two latest
        results.
    """,
    "across_headlines": """
        2 when as many headline results as the threshold are at 2, or the only one there is.
    """,
    "declining": """
        1 when the position against national worsened over three comparable results, each time
        and by the indicator's own step in all, or fell significantly in one year.
    """,
    "group_below": """
        1 when the group is significantly below the same group nationally, this year or over
        three years pooled.
    """,
    "gap_widening": """
        1 when, over three results, the group lost more than the threshold against the same group
        nationally: by so much its gap to other pupils grew beyond the national gap.
    """,
    "groups_well_below": """
        2 when disadvantaged pupils and pupils with SEN support are both significantly below the
        same group nationally over three years, by the margin or more, and below the council's
        average.
    """,
    "warning_notice": "2 when the council's statutory register holds a notice in force.",
}

OPENING = """
Data suggest, people decide: a rating here is what the figures indicate, never the agreed category. Every
threshold is a proposal until the council ratifies it.
"""
AREA_RULE = """
Each rule answers 0 (consistent with Established), 1 (Developing), 2 (Causing Concern) or nothing. A
figure that is missing, too old or rests on too few pupils gives no answer, and no answer never counts as
good. An area needs answers from core rules. In this order: a statutory step makes the area red; enough
rules at 2, one of them core, make it red; any rule at 2 makes it amber; too few answers make it *not
enough evidence*; a core rule at 1, or half of the answers at 1, makes it amber; else it is green.
"""
COVERAGE = """
Coverage, such as "3 of 14", counts the descriptors at Established, Developing and Causing Concern that
at least one answered rule tests, of all that the framework gives the area.
"""
CATEGORY_RULE = """
A statutory step, or a red for safeguarding, indicates Causing Concern whatever the rest. A key area
without a rating means *not enough evidence*, unless reds or ambers already indicate more concern. Data
alone never indicate Embedded.
"""

INSPECTION_RULE = """
Every judgement of Ofsted stays on its own scale; grades of one framework are never turned into those of
another. Beside them each area has a hint: the least favourable level among the area's judgements in the
school's latest inspection that has any. An inspection of a predecessor is shown and gives no weight. Hints
do not enter the ratings yet.
"""


def describe_framework(framework: Framework) -> str:
    """The whole page: how areas and categories follow, the tiers, each area's rules and thresholds."""
    version, title, valid_from, source = framework.about
    rows = framework.rows
    written = f"Written from `data/framework/{version}` by `python -m eif.framework.document`"
    parts = [
        "# How the data-indicated ratings are made",
        f"{title}, from {valid_from.day} {valid_from:%B %Y}. {written}: change the data, not this page."
        f" Pages cited are those of {source}.",
        _one_line(OPENING),
        "## From rules to an area",
        _one_line(AREA_RULE),
        _area_rules(rows),
        _one_line(COVERAGE),
        "## From areas to a category",
        _thresholds([row for row in rows["threshold"] if row["scope"] == "overall"]),
        _one_line(CATEGORY_RULE),
        _tiers(rows["tier"]),
        "## What may be rated, and with what confidence",
        _thresholds([row for row in rows["threshold"] if row["scope"] in ("confidence", "every rule")]),
    ]
    parts += [
        "## What an inspection hints",
        _one_line(INSPECTION_RULE),
        _thresholds([row for row in rows["threshold"] if row["scope"] == "inspection"]),
        _inspection_levels(rows["inspection_level"]),
        _inspection_areas(rows),
    ]
    for area in sorted(rows["area"], key=lambda row: int(row["ord"])):
        parts += _area(rows, area)
    return "\n\n".join(parts) + "\n"


def _area_rules(rows: dict[str, list[Row]]) -> str:
    titles = {row["area"]: row["title"] for row in rows["area"]}
    return _table(
        "Area | Rules needed | of them core | At 2 for red | Key area | Rated for academies | Status",
        [
            [
                titles[row["area"]],
                row["min_rated"],
                row["need_core"],
                row["reds_for_red"],
                row["key_area"],
                row["rates_academies"],
                row["status"],
            ]
            for row in rows["area_rule"]
        ],
    )


def _tiers(rows: list[Row]) -> str:
    return _table(
        "Category | Tier | Days | Extra days | What it brings",
        [[row["category"], row["tier"], row["days"], row["extra_days"], row["title"]] for row in rows],
    )


def _inspection_levels(rows: list[Row]) -> str:
    return _table(
        "Scale | Place from the best | Hint | Embedded possible | Why | Status",
        [
            [
                row["scale"],
                row["ordinal"],
                LEVELS[row["level"]],
                row["embedded"],
                row["reason"],
                row["status"],
            ]
            for row in rows
        ],
    )


def _inspection_areas(rows: dict[str, list[Row]]) -> str:
    titles = {row["area"]: row["title"] for row in rows["area"]}
    return _table(
        "Inspection | Judgement | Area | Why",
        [
            [row["kind"], row["judgement"].replace("_", " "), titles[row["area"]], row["reason"]]
            for row in rows["inspection_area"]
        ],
    )


def _area(rows: dict[str, list[Row]], area: Row) -> list[str]:
    described = {
        row["descriptor"]: row
        for row in rows["descriptor"]
        if row["area"] == area["area"] and row["level"] in LEVELS
    }
    rules = [rule for rule in rows["rule"] if rule["area"] == area["area"]]
    parts = [f"## {area['title']}"]
    for rule in rules:
        nature = "statutory step" if rule["hard"] else "core rule" if rule["core"] else "supporting rule"
        parts += [
            f"### {rule['title']}",
            f"{_one_line(HOW[rule['test']])} A {nature} for these schools: {', '.join(rule['phases'])}.",
            f"*{rule['question']}*",
            "\n".join(
                f"- {words}: {_cited(described[rule[level]])}"
                for level, words in LEVELS.items()
                if rule[level]
            ),
        ]
        own = [row for row in rows["threshold"] if row["rule_id"] == rule["rule_id"]]
        parts += [_thresholds(own)] if own else []
    tested = {rule[level] for rule in rules for level in LEVELS}
    left = [row for name, row in described.items() if name not in tested]
    if left:
        parts.append("### Left to professional judgement, or to data with no rule yet")
        parts.append("\n".join(f"- {_cited(row)}" for row in left))
    return parts


def _cited(row: Row) -> str:
    return f"{row['handle']} ({row['descriptor']}, page {row['page']})"


def _thresholds(rows: list[Row]) -> str:
    return _table(
        "Threshold | Phase | Value | Unit | Status | Why",
        [
            [
                row["name"].replace("_", " "),
                row["phase"],
                row["value"],
                row["unit"],
                row["status"],
                row["reason"],
            ]
            for row in rows
        ],
    )


def _table(header: str, rows: list[list[object]]) -> str:
    rule = " | ".join("---" for _ in header.split(" | "))
    return "\n".join(f"| {line} |" for line in [header, rule, *(" | ".join(map(_cell, row)) for row in rows)])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value).replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(describe_framework(read_framework(FOLDER / load_settings().framework)), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")
