"""How is a rating or a category written so that nobody needs colour to read it?

Every mark is a shape, a word and, third, a colour. Only the extremes are solid, the middle is tinted and
missing evidence is a dashed outline, so that a page full of marks stays calm. All functions return HTML;
`theme.css` gives the classes their colours.
"""

from __future__ import annotations

from typing import NamedTuple

from eif.ui.escape import escape


class Mark(NamedTuple):
    """What stands for one rating or category: a CSS class, a shape and a word."""

    kind: str
    shape: str
    word: str


CATEGORY = {
    "Causing Concern": Mark("cc", "▼", "Causing Concern"),
    "Developing": Mark("dv", "◆", "Developing"),
    "Established": Mark("es", "▲", "Established"),
    "Embedded": Mark("em", "★", "Embedded"),
    "Not enough evidence": Mark("ne", "–", "Not enough evidence"),
}
RATING = {
    "red": Mark("cc", "▼", "Red"),
    "amber": Mark("dv", "◆", "Amber"),
    "green": Mark("es", "▲", "Green"),
    "insufficient": Mark("ne", "–", "No evidence"),
    "not_applicable": Mark("na", "·", "Not applicable"),
}
# A signal's level: 0 nothing of note, 1 some concern, 2 concern; None where the rule could not be tested.
LEVEL = {0: RATING["green"], 1: RATING["amber"], 2: RATING["red"], None: RATING["insufficient"]}
# A figure beside a comparator, in the direction of quality.
STANDING = {
    "better": Mark("good", "▲", "better"),
    "in line": Mark("level", "●", "in line"),
    "worse": Mark("bad", "▼", "worse"),
}


def draw(mark: Mark, word: str | None = None, note: str = "") -> str:
    """Draw `mark` as a pill, with another `word` or a small `note` at the right (coverage) where given."""
    small = f'<span class="cov">{escape(note)}</span>' if note else ""
    label = escape(mark.word if word is None else word)
    shape = f'<span aria-hidden="true">{mark.shape}</span>'
    return f'<span class="mark {mark.kind}"><span>{shape} {label}</span>{small}</span>'


def category_mark(category: str, word: str | None = None) -> str:
    """Draw a framework category, such as 'Causing Concern'."""
    return draw(CATEGORY[category], word)


def rating_mark(rating: str, coverage: str = "") -> str:
    """Draw an area rating ('red', 'amber', 'green', 'insufficient', 'not_applicable') with its coverage."""
    return draw(RATING[rating], note=coverage)


def level_mark(level: int | None, word: str | None = None) -> str:
    """Draw a signal's level (0, 1, 2 or None) with the words of its result."""
    return draw(LEVEL[level], word)


def standing_mark(standing: str | None) -> str:
    """Draw 'better', 'in line' or 'worse' as text with its shape; nothing where there is no comparator."""
    if standing not in STANDING:
        return ""
    kind, shape, word = STANDING[standing]
    return f'<span class="standing {kind}"><span aria-hidden="true">{shape}</span> {word}</span>'
