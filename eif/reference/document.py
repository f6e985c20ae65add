"""Which indicators are there, and what does each say and not say? The catalogue as one page of Markdown.

`python -m eif.reference.document` writes `docs/indicators.md`; a test holds the page against the files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eif.config import ROOT
from eif.reference import FOLDER
from eif.reference.entry import is_observed, place_of, read_indicator

PAGE = ROOT / "docs" / "indicators.md"
# The framework's areas in its own order; what follows is context.
AREAS = {
    "quality_of_education": "Quality of education",
    "leadership": "Leadership, management and governance",
    "inclusion": "Inclusion",
    "attendance": "Attendance, exclusions and suspensions",
    "attainment": "Attainment and progress of different groups",
    "safeguarding": "Safeguarding culture",
    "finance": "Financial health",
    "context": "Context, never rated",
}
BETTER = {
    "higher": "higher is better",
    "lower": "lower is better",
    "none": "neither way is better",
    "words": "its words say which is better",
}
IN_WORDS = {
    "fact": "council return `{}`, item `{}`",
    "answer": "council return `{}`, item `{}`, answer `{}`",
    "inspection": "Ofsted, {}: `{}`",
    "figure": "`{}`, pupil group `{}`",
    "measure": "LAIT measure `{}`",
    "column": "table `{}`, column `{}`",
}

OPENING = """# Indicators

Written from `data/reference/indicators` by `python -m eif.reference.document`: change those, not this page.

Every figure, status and date that this product knows of, by the framework's area that it is evidence for.
What no source is read for says so: it is listed so that it is not forgotten. A figure is rated only where a
rule of `docs/rating-rules.md` asks for it.
"""


def describe_catalogue(folder: Path = FOLDER) -> str:
    """The whole page: a summary, then one section an area, one entry an indicator by title."""
    entries = {path.stem: read_indicator(path) for path in sorted((folder / "indicators").glob("*.toml"))}
    unread = sum("unread" in given for given in entries.values())
    parts = [
        OPENING,
        f"{len(entries)} entries, of which {unread} have no source that is read yet.\n",
    ]
    for area, title in AREAS.items():
        found = [(given["title"], name) for name, given in entries.items() if given["area"] == area]
        parts.append(f"## {title}\n")
        parts += [_entry(name, entries[name]) for _, name in sorted(found)]
    return "\n".join(parts)


def _entry(name: str, given: Mapping[str, Any]) -> str:
    lines = "".join(f"- {label}: {text}\n" for label, text in _facts(given))
    unread = f"**No source is read yet.** {given['unread']}\n\n" if "unread" in given else ""
    return f"### {given['title']}\n\n`{name}`: *{given['question']}*\n\n{unread}{lines}"


def _facts(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    better = BETTER[given["direction"]]
    yield (
        "kind",
        f"{given['kind']}, {given['unit']}, {better}" if "unit" in given else f"{given['kind']}, {better}",
    )
    yield "for", f"{given['key_stage']}; {', '.join(given['phases'])}"
    if "groups" in given:
        yield "pupil groups", ", ".join(given["groups"])
    if "numerator" in given:
        yield "counts", given["numerator"]
        if "denominator" in given:
            yield "out of", given["denominator"]
        yield "rated from", f"{given['min_cohort']} pupils" if given["min_cohort"] > 1 else "any number"
    yield "periods", _periods(given["first_period"], given["last_period"])
    for key, word in (("break", "not comparable across"), ("gap", "no figure for")):
        for row in given.get(key, []):
            yield f"{word} {row['period']}", row["reason"]
    if "descriptors" in given:
        yield "evidence for", ", ".join(given["descriptors"])
    if "not_evidence" in given:
        yield "evidence for no descriptor", given["not_evidence"]
    yield "source", given["source"]
    if not is_observed(given) and "found_in" in given:
        yield "found in", "; ".join(_place(place) for place in given["found_in"])
    yield "next review", f"{given['next_review'].day} {given['next_review']:%B %Y}"
    yield "cannot say", " ".join(given["cannot_say"].split())


def _periods(first: str, last: str) -> str:
    """The first and the last period that may be set beside one another, in words."""
    begin = {"first return": "from the first return", "not known": "first period not known"}
    found = begin.get(first, f"from {first}")
    return found if last == "continues" else f"{found} to {last}"


def _place(place: Mapping[str, str]) -> str:
    kind, *names = place_of(place)
    return IN_WORDS[kind].format(*names)


if __name__ == "__main__":
    PAGE.write_text(describe_catalogue(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")
