"""How is a rating or a category written so that nobody needs colour to read it?

Every mark is a shape, a word and, third, a colour. Only the extremes are solid, the middle is tinted and
missing evidence is a dashed outline, so that a page full of marks stays calm. All functions return HTML;
`theme.css` gives the classes their colours.
"""

from __future__ import annotations

from eif.outputs.words import CANDIDATE, CATEGORY, STANDING, Mark
from eif.ui.escape import escape


def draw(mark: Mark, word: str | None = None, note: str = "") -> str:
    """Draw `mark` as a pill, with another `word` or a small `note` at the right (coverage) where given."""
    small = f'<span class="cov">{escape(note)}</span>' if note else ""
    label = escape(mark.word if word is None else word)
    shape = f'<span aria-hidden="true">{mark.shape}</span>'
    return f'<span class="mark {mark.kind}"><span>{shape} {label}</span>{small}</span>'


def category_mark(category: str, word: str | None = None) -> str:
    """Draw a framework category, such as 'Causing Concern'."""
    return draw(CATEGORY[category], word)


def candidate_mark(word: str | None = None) -> str:
    """Draw that a school is a candidate for Embedded, which people alone can agree."""
    kind, shape, usual = CANDIDATE
    return draw(Mark(f"{kind} candidate", shape, usual), word)


def standing_mark(standing: str | None) -> str:
    """Draw 'better', 'in line' or 'worse' as text with its shape; nothing where there is no comparator."""
    if standing not in STANDING:
        return ""
    kind, shape, word = STANDING[standing]
    return f'<span class="standing {kind}"><span aria-hidden="true">{shape}</span> {word}</span>'
