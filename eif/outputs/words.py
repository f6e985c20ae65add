"""By which word and shape is each rating, category and standing known, on screen and in a workbook alike?"""

from __future__ import annotations

from typing import NamedTuple


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
# A school of which data can show all that Embedded asks: never more than a candidate.
CANDIDATE = Mark("em", "★", "Embedded candidate")
EMBEDDED = "Embedded"
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
