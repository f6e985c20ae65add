"""How does one school's evidence become a workbook: every rule of the ladder, every area, every sentence?

The same rows and the same words as on the school's page; numbers are numbers, URNs are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eif.outputs.about import describe
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import INK_WORDS, About, ink_styles, release_rows
from eif.outputs.said import sentences_of
from eif.outputs.words import LEVEL, RATING
from eif.snapshot import Snapshot

NOT_RECORDED = "not recorded"
JUDGED = {
    "self_evaluation": "School says",
    "la_validation": "Council validates",
    "sia_judgement": "Adviser judges",
    "agreed": "Agreed",
}
_LADDER = (
    ("Area", 22),
    ("Rule", 34),
    ("Result", 14),
    ("Outcome", 24),
    ("School’s figure", 12),
    ("Unit", 14),
    ("Evidence in words", 40),
    ("For", 12),
    ("Pupils", 9),
    ("Interval from", 10),
    ("Interval to", 10),
    ("Compared with", 20),
    ("Comparator", 12),
    ("National", 10),
    ("Similar schools", 10),
    ("Similar schools with a figure", 10),
    ("Similar schools by", 26),
    ("The city", 10),
    ("Threshold", 10),
    ("Threshold is in", 16),
    ("Threshold status", 12),
    ("Threshold set by", 26),
    ("Distance to another result", 34),
    ("Reason", 70),
    ("Descriptor", 11),
    ("Descriptor in short", 40),
    ("Framework page", 10),
    ("Core rule", 8),
    ("Hard rule", 8),
    ("Published under URN", 11),
    ("File", 34),
    ("File status", 12),
    ("Age in months", 9),
)


def school_file_name(snapshot: Snapshot, school: Any) -> str:
    """A name that says which school and when."""
    (release,) = snapshot.rows("screen_release")
    return f"evidence-{school.urn}-{release.as_at}.xlsx"


def school_workbook(snapshot: Snapshot, urn: str, *, link: str = "") -> bytes:
    """One workbook of a listed school: Ladder, Areas, Sentences, About, Definitions.

    Raises LookupError where the release lists no school of this URN. `link` is the address it was asked from.
    """
    school = next(iter(snapshot.rows("screen_school", urn=urn, listed=True)), None)
    if school is None:
        raise LookupError(f"No school with URN {urn} is listed in this release.")
    about = describe(snapshot, f"{school.name}, URN {urn}: every rule of its phase.", link=link)
    top = [about.marking, about.sentence]
    book = new_book(f"Evidence ladder of {school.name}", ink_styles())
    add_sheet(
        book, "Ladder", f"Evidence ladder of {school.name}", top,
        header=[name for name, _ in _LADDER], widths=[width for _, width in _LADDER],
        rows=(_rung(row) for row in ladder_of(snapshot, urn)), empty="No rule is made for this school",
        freeze="C", words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "Areas", f"The seven areas of {school.name}", top,
        header=["Area", "Data indicate", "Descriptors evidenced", "Confidence", *JUDGED.values(), "Why"],
        widths=[30, 16, 16, 12, 22, 22, 22, 22, 90], rows=_areas(snapshot, school), empty="Nothing is rated",
        words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "Sentences", f"{school.name} in sentences", top,
        header=["Area", "Sentence", "Stands out"], widths=[30, 120, 12],
        rows=sentence_rows(sentences_of(snapshot, urn)), empty="No figure is loaded",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this workbook", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    add_sheet(
        book, "Definitions", "Definitions", [about.marking],
        header=["Word", "Meaning"], widths=[28, 110], rows=_DEFINITIONS, empty="Nothing is defined",
    )  # fmt: skip
    return saved(book)


def ladder_of(snapshot: Snapshot, urn: str) -> list[Any]:
    """Every rule of a school (`screen_ladder`) in the order of areas and rules."""
    return sorted(snapshot.rows("screen_ladder", urn=urn), key=lambda row: (row.area_ord, row.ord))


def sentence_rows(rows: Iterable[Any]) -> Iterable[list[Value]]:
    """A row per sentence: area, sentence, whether it stands out."""
    for row in rows:
        yield [row.area_title, row.sentence, "yes" if row.stands_out else "no"]


def _rung(row: Any) -> list[Value]:
    result = LEVEL[None if row.level is None else int(row.level)].word
    return [
        *(row.area_title, row.title, result, row.outcome, _number(row.value), _text(row.unit)),
        *(_text(row.evidence), _text(row.period, "") or _day(row.as_of)),
        *(_number(row.cohort), _number(row.interval_low), _number(row.interval_high)),
        *(_text(row.comparator_name), _number(row.comparator), _number(row.national)),
        *(_number(row.similar_mean), _number(row.similar_k), _text(row.similar_method)),
        _number(row.la),
        *(_number(row.threshold), _text(row.threshold_unit), _text(row.threshold_status), _text(row.set_by)),
        *(_text(row.distance, "not counted"), _text(row.reason), _text(row.descriptor), _text(row.handle)),
        *(_number(row.page), "yes" if row.core else "no", "yes" if row.hard else "no"),
        *(_text(row.published_urn), _text(row.file_name), _text(row.release_status)),
        _number(row.age_months),
    ]


def _areas(snapshot: Snapshot, school: Any) -> Iterable[list[Value]]:
    judged = {(row.area, row.kind): row for row in judgements_of(snapshot, school.urn)}
    cells = snapshot.rows("screen_grid_cell", urn=school.urn)
    for cell in sorted(cells, key=lambda cell: cell.area_ord):
        people = [_judged(judged.get((cell.area, kind))) for kind in JUDGED]
        coverage, confidence = _text(cell.coverage, "not counted"), _text(cell.confidence, "not rated")
        yield [cell.area_title, RATING[cell.rating].word, coverage, confidence, *people, cell.why]


def judgements_of(snapshot: Snapshot, urn: str) -> Sequence[Any]:
    """What people concluded of the school's areas, the newest of each kind."""
    return snapshot.rows("judgement", urn=urn)


def _judged(row: Any) -> str:
    if row is None:
        return NOT_RECORDED
    when = "" if row.day is None else f", {row.day.day} {row.day:%B %Y}"
    return f"{row.category}{when}"


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which school", about.sentence]
    yield from release_rows(about)
    yield ["Link to this school", about.link or "not available"]


_DEFINITIONS: tuple[list[Value], ...] = (
    ["Result", "What the rule found: green, amber or red; no evidence where it could not be tested."],
    ["Outcome", "The same in the framework's words, or why the rule could not be tested."],
    ["Interval", "The 95% interval of the school's figure, where one is published or can be worked out."],
    ["Similar schools", "The mean of the similar schools that have a figure."],
    ["Threshold status", "Proposed until the council ratifies it."],
    [
        "Distance to another result",
        "How many pupils, sessions or incidents more or fewer would change the result of this rule, all else "
        "staying as it is. Not counted where the rule rests on ranks, trends or scores.",
    ],
    ["Age in months", "From the end of the time that the evidence describes to the as-at day."],
    ["Core rule", "A rule that an area cannot be rated without."],
    ["Hard rule", "A rule that decides alone."],
    ["Stands out", "Red or amber by a rule, or significantly above or below national."],
)


def _day(value: Any) -> Value:
    return "none" if value is None else value


def _number(value: Any) -> Value:
    return "none" if value is None else value


def _text(value: Any, otherwise: str = "none") -> str:
    return value if isinstance(value, str) and value else otherwise
