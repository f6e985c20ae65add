"""What is asked of every file before it is published? The checks as one page of Markdown.

`python -m eif.screening.document` writes `docs/data-checks.md`; a test holds the page against them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eif.config import ROOT
from eif.screening.checks import CHECKS, STAGES, Check
from eif.screening.limits import read_rows

PAGE = ROOT / "docs" / "data-checks.md"

OPENING = """# Checks of a file before it is published

Written from `eif/screening/checks.toml` and `data/reference/screening` by `python -m
eif.screening.document`: change those, not this page.

Every file goes through the stages below, in order, and stops at the first at which it fails. A check comes
out as PASS, WARNING, FAIL or not applicable. FAIL refuses the file; the others of the load go on. A WARNING
asks for a reason, which is kept with the load: `python -m eif load FILES --because "..."`. What is only
noted passes, with what was found. Files of the release being served were screened when they came, and keep
what was found then.

Change, counts and coverage are asked of the newest year that the files of a layout bring; identity,
opening, names and change of the home council's schools, or of every school where the files have none of the
home council's.
"""

RECONCILING = """
## How published figures are recomputed

From counts: what is counted, summed over the schools, out of what it is counted out of. Where schools give
means or percentages only: their mean weighted by pupils. The figure of an indicator that is made for one
phase is of all the council's schools but the independent; other figures are of their phase, and `all` of
every phase. A school that stands in several files counts once. The published figure is the council's row of
the same publication, and LAIT's; that row is held against LAIT's as well.

| verdict | when |
| --- | --- |
| agrees | within rounding: half the last place of the published figure, and of the schools' if rounded |
| definition | the two are known to count differently, for the reason listed below |
| withheld | pupils of schools without a figure, or of no school's row, could make up the difference |
| release | one of the two is provisional and the other is not |
| open | none of these: a warning |

Every pair is kept in the release's table `reconciliation`.
"""


def describe_checks() -> str:
    """The whole page: a section a stage, then how figures are recomputed, then the numbers."""
    stages = "".join(_section(stage, [check for check in CHECKS if check.stage == stage]) for stage in STAGES)
    return OPENING + stages + RECONCILING + _differences() + _limits() + _ranges() + _expected()


def _section(stage: str, checks: Iterable[Check]) -> str:
    rows = [
        (f"`{check.id}`", check.question, _levels(check), check.how, check.what_to_do, _names(check.limits))
        for check in checks
    ]
    header = ("check", "question", "level", "how", "what to do", "limits")
    return f"\n## {stage.capitalize()}\n\n{_table(header, rows)}"


def _levels(check: Check) -> str:
    return " or ".join({"NOTE": "noted"}.get(level, level) for level in check.levels) or "told"


def _names(limits: Sequence[str]) -> str:
    return ", ".join(f"`{limit}`" for limit in limits)


def _differences() -> str:
    rows = [
        (f"`{row['layout']}`", f"`{row['indicators']}`", row["published_in"] or "anywhere", row["reason"])
        for row in read_rows("differences.csv")
    ]
    header = ("layout", "indicators", "published in", "why the figures differ")
    return f"\n### Definitions known to differ\n\n{_table(header, rows)}"


def _limits() -> str:
    rows = [
        (f"`{row['limit']}`", row["title"], f"{row['value']} {row['unit']}", row["why"])
        for row in read_rows("limits.csv")
    ]
    return f"\n## Limits\n\n{_table(('limit', 'what', 'value', 'why'), rows)}"


def _ranges() -> str:
    rows = [
        (
            f"`{row['indicator']}`" if row["indicator"] else row["unit"],
            *(row["lowest"], row["highest"], row["why"]),
        )
        for row in read_rows("ranges.csv")
    ]
    return f"\n## Ranges\n\n{_table(('unit or indicator', 'lowest', 'highest', 'why'), rows)}"


def _expected() -> str:
    rows = [
        (f"`{row['indicators']}`", row["lowest_leaving_age"] or "any age", row["why"])
        for row in read_rows("expected.csv")
    ]
    return f"\n## Schools expected\n\n{_table(('indicators', 'pupils stay to at least', 'why'), rows)}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(describe_checks(), encoding="utf-8")
