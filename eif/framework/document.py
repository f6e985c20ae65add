"""How would a head teacher read the rules? The framework's data as one page of Markdown.

`python -m eif.framework.document` writes `docs/rating-rules.md`; a test holds the page against the data.
"""

from __future__ import annotations

import sys
from pathlib import Path

from eif.config import ROOT, load_settings
from eif.framework import FOLDER
from eif.framework.read import Framework, Row, read_framework
from eif.framework.tables import CHOICES

EXAMPLES = ROOT / "tests" / "specs"
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
    "above_and_rising": """
        2 when above national and risen since the year before by both thresholds, where it is above for
        certain (the whole exact 95% interval of the year's count lies above national) or was above
        national in the year before too.
    """,
    "worst_local_quarter": "1 when in the highest quarter of the area's schools of its phase.",
    "headline": """
        1 when significantly below national, this year or over three years pooled, or when leaning
        below (not significant, but by the thresholds) in two results running. 2 when it is
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
    "dip": "1 when the result fell significantly against national in one year.",
    "below_national": """
        1 when significantly below national, this year or over three years pooled.
    """,
    "at_least": "1 when the figure is at the limit or above; 0 when below the limit, or below 'clear'.",
    "more_than": "1 when the figure is above the limit, else 0.",
    "less_than": """
        1 when the figure is below the limit, by so many whole pupils or plans where a number is
        given; 0 when it is at the limit or above, or at 'clear' or above.
    """,
    "falling": "1 when the figure fell by so many points or more since the year before.",
    "rising_local_quarter": """
        1 when the figure rose in each of the two last years, each time on the same term of the
        year before, and stands in the highest quarter of the area's schools of its phase.
    """,
    "group_rising": """
        1 when the group's rate is above the mean of the same group in the area's schools of the
        phase and has risen by both thresholds since the same term of the year before.
    """,
    "pooled_count": """
        Over three years together: 2 when even the lower end of the exact 95% interval is above
        national; 1 when the rate is above national with so many incidents or more.
    """,
    "closing_balances": """
        2 when the revenue balance was below zero at the last three year ends and is lower than at
        the first of them (reading 1), or when spending was above income in each of the three years
        (reading 2); 1 when the last balance is below zero; 0 when all three are at zero or above.
        A deficit recovered since gives no answer.
    """,
    "answer": """
        The level of the answer given, as the table says; of several answers the least.
    """,
    "date_within": """
        0 when the date is no longer ago than the limit, 1 when it is so by more than the limit and
        the grace; no answer between.
    """,
    "open_actions": """
        0 when no action is open, 1 when the oldest was due longer ago than the grace; no answer
        between.
    """,
    "judgement": "The adviser's category: Established or Embedded 0, Developing 1, Causing Concern 2.",
    "self_evaluation": """
        1 when the council's validation found more concern than the school's own evaluation.
    """,
    "inspection": """
        The level that the last inspection hints at. While ageing it counts, but cannot alone make
        the area green; too old or of a predecessor it gives no answer.
    """,
    "inspection_age": "1 when the area was last inspected so many months ago or longer.",
    "both_high": """
        2 when both figures are beyond the percentile among the area's schools of the phase.
    """,
    "headship": """
        2 when the headship has been acting, interim or vacant for longer than the threshold and
        another rule of the area is at 1 or 2; 0 when a permanent or executive head is in post.
    """,
    "warning_notice": """
        2 when the council's statutory register holds a notice in force on one of these grounds.
    """,
    "statutory_action": "2 when the council's statutory register holds the action in force.",
    "category_of_concern": """
        2 when the school's own last inspection that gave grades put it in a category of concern.
    """,
}

OPENING = """
Data suggest, people decide: a rating here is what the figures indicate, never the agreed category. Every
threshold is a proposal until the council ratifies it.
"""
AREA_RULE = """
Each rule answers 0 (consistent with Established), 1 (Developing), 2 (Causing Concern) or nothing. A figure
that is missing, too old or rests on too few pupils gives no answer, and no answer never counts as good. An
area needs answers from core rules. In this order: a statutory step makes the area red; enough rules at 2,
one of them core, make it red; any rule at 2 makes it amber; too few answers make it *not enough evidence*;
a core rule at 1, or half of the answers at 1, makes it amber; core answers that are all ageing inspections
make it *not enough evidence*, and so does an answer that is lost; else it is green. An answer is lost where
a rule is answered for the usual share of schools but not for this one, other than because its pupils are
too few or the figure lies between two limits. So nothing turns green by taking evidence away. That no
statutory step was taken counts for nothing. Where fewer rules are made for a school than the area needs,
all of them must be answered.
"""
COVERAGE = """
Coverage, such as "3 of 14", counts the descriptors at Established, Developing and Causing Concern that
at least one answered rule tests, of all that the framework gives the area.
"""
CATEGORY_RULE = """
A statutory step, or a red for safeguarding, indicates Causing Concern whatever the rest. Too little
evidence in a key area, or in one that is rated for the usual share of schools, means *not enough evidence*,
unless reds or ambers already indicate more concern. Data alone never indicate Embedded.
"""

STANDING = """
Where a school stands nationally is told in five words: well above, above, in line, below, well below. The
choice `standing` says how. By *bands*, above and below mean more than chance (95%), and well so in the best
or worst fifth of schools as well. By *quintiles*, the five words are the fifths of schools nationally,
whatever chance may do, and a figure for which too few schools are ranked is not rated. Either way less than
one whole pupil from national is in line, and "significantly below over three years" stays a matter of chance.
"""
QUESTIONS = """
- *A deficit "year on year for a three-year period"*: threshold `reading` of the closing balances, 1 or 2.
- *Whether a warning notice on any ground turns attainment red*: the words of rule `attainment_warning_notice`
  list the grounds that count; the framework names none, so all count.
- *Whether one core red alone makes an area red*: `solo_red` of the area, no by default.
- *"Effectively established" performance management at Developing* reads as positive, so it is not scored.
- *SEND* pools SEN support and plans: pupils with SEN support are tested, and Causing Concern needs them and
  disadvantaged pupils both well below.
- *Junior schools* take the same key stage 2 tests and are rated on them; infant schools on the good level of
  development and phonics; special schools, alternative provision and nurseries on the adviser's judgement.
- *Embedded* is never indicated: a school can only be shown as a candidate.
"""
EXAMPLES_RULE = """
Each example says what is given and what must come out; the tests run them. The day is 22 November 2026.
Level 0 is consistent with Established, 1 Developing, 2 Causing Concern, nothing means no answer.
"""
INSPECTION_RULE = """
Every judgement of Ofsted stays on its own scale; grades of one framework are never turned into those of
another. Beside them each area has a hint: the least favourable level among the area's judgements in the
school's latest inspection that has any. An inspection of a predecessor is shown and gives no weight. For
quality of education, leadership, inclusion and safeguarding the hint is one of the rules; for attendance and
attainment it is only shown, because there the figures lead.
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
        _thresholds(
            [row for row in rows["threshold"] if row["scope"] in ("area", "confidence", "every rule")]
        ),
        "## What above and below national mean",
        _one_line(STANDING),
        _choices(rows["choice"]),
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
    parts += [
        "## Questions the framework leaves open",
        QUESTIONS.strip(),
        "## Worked examples",
        _one_line(EXAMPLES_RULE),
        *(_example(path) for path in sorted(EXAMPLES.glob("*.md"))),
    ]
    return "\n\n".join(parts) + "\n"


def _example(path: Path) -> str:
    """A file of worked examples, its headings two levels lower."""
    text = path.read_text(encoding="utf-8").strip()
    return "\n".join("##" + line if line.startswith("#") else line for line in text.splitlines())


def _area_rules(rows: dict[str, list[Row]]) -> str:
    titles = {row["area"]: row["title"] for row in rows["area"]}
    return _table(
        "Area | Rules needed | of them core | At 2 for red | One core rule at 2 is red | Key area"
        " | Rated for academies | Status",
        [
            [
                titles[row["area"]],
                row["min_rated"],
                row["need_core"],
                row["reds_for_red"],
                row["solo_red"],
                row["key_area"],
                row["rates_academies"],
                row["status"],
            ]
            for row in rows["area_rule"]
        ],
    )


def _choices(rows: list[Row]) -> str:
    return _table(
        "Choice | Word | Words allowed | Status | Why",
        [
            [row["choice"], row["word"], ", ".join(CHOICES[row["choice"]]), row["status"], row["reason"]]
            for row in rows
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
        nature = (
            "hard rule"
            if rule["hard"] and rule["core"]
            else "statutory step"
            if rule["hard"]
            else "core rule"
            if rule["core"]
            else "supporting rule"
        )
        parts += [
            f"### {rule['title']}",
            f"{_one_line(HOW[rule['test']])} A {nature} for these schools: {_schools(rule)}.",
            f"*{rule['question']}*",
            "\n".join(
                f"- {words}: {_cited(described[rule[level]])}"
                for level, words in LEVELS.items()
                if rule[level]
            ),
        ]
        own = [row for row in rows["threshold"] if row["rule_id"] == rule["rule_id"]]
        parts += [_thresholds(own)] if own else []
        answers = [row for row in rows["answer_level"] if row["rule_id"] == rule["rule_id"]]
        parts += [_answers(answers)] if answers else []
    tested = {rule[level] for rule in rules for level in LEVELS}
    left = [row for name, row in described.items() if name not in tested]
    if left:
        parts.append("### Left to professional judgement, or to data with no rule yet")
        parts.append("\n".join(f"- {_cited(row)}" for row in left))
    return parts


def _schools(rule: Row) -> str:
    """Which schools a rule is made for, in words."""
    words = ", ".join(rule["phases"])
    words += ", maintained by the council" if rule["schools"] == "maintained" else ""
    words += f", with pupils of {rule['min_high_age']} or older" if rule["min_high_age"] else ""
    return words + (f", with pupils up to {rule['max_high_age']}" if rule["max_high_age"] else "")


def _answers(rows: list[Row]) -> str:
    return _table(
        "Item | Answer | Level | Status | Why",
        [[row["item"], row["answer"], row["level"], row["status"], row["reason"]] for row in rows],
    )


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
