"""Which small errors could stand in a statement? One mutant for each operator, constant and keyword.

Strings and comments stay as they are: thresholds and words are data, and are tested as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*)
    | (?P<string>'(?:[^']|'')*')
    | (?P<number>(?<![\w.])\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<operator><=|>=|<>|!=|:=|::|->|\|\||[-+*/=<>])
    | (?P<other>\S)
    """,
    re.VERBOSE,
)

OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "+": "-", "-": "+", "*": "/", "/": "*",
}  # fmt: skip
WORDS = {
    "and": "or", "or": "and", "min": "max", "max": "min", "least": "greatest", "greatest": "least",
    "lag": "lead", "desc": "asc", "true": "false", "false": "true", "left": "inner",
    "bool_or": "bool_and", "floor": "ceil", "abs": "", "sqrt": "",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A text with one change: which line of the file, what stood there and what stands there now."""

    line: int
    before: str
    after: str
    text: str


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a statement, in the order of the text."""
    tokens = [
        _Token(str(found.lastgroup), found.group(), found.start(), found.end())
        for found in TOKEN.finditer(text)
        if found.lastgroup != "comment"
    ]
    between = False
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        word = token.text.lower()
        if word == "between":
            between = True
        elif word == "and" and between:
            between = False
            continue
        changed = _changed(token, before, after)
        if changed is not None:
            yield Mutant(
                line=text.count("\n", 0, token.start) + 1,
                before=token.text,
                after=changed.strip() or "nothing",
                text=text[: token.start] + changed + text[token.end :],
            )


def _changed(token: _Token, before: _Token | None, after: _Token | None) -> str | None:
    """What to write instead of a token, or None where it is left alone."""
    word = token.text.lower()
    if token.kind == "number":
        return str(int(token.text) + 1) if token.text.isdigit() else str(float(token.text) * 1.1)
    if token.kind == "operator" and token.text in OPERATORS:
        return OPERATORS[token.text] if _is_between_values(before, after) else None
    if token.kind != "word" or before is None or after is None:
        return None
    if word == "not":
        return " "
    if word == "is":
        return "is not" if after.text.lower() == "null" else None
    if word == "left":
        return WORDS[word] if after.text.lower() == "join" else None
    if word in ("min", "max", "least", "greatest", "lag", "bool_or", "floor", "abs", "sqrt"):
        return WORDS[word] if after.text == "(" else None
    return WORDS.get(word)


def _is_between_values(before: _Token | None, after: _Token | None) -> bool:
    """Whether an operator stands between two values, unlike the star of `select *` or the sign of `-1`."""
    if before is None or after is None:
        return False
    keywords = {"select", "then", "else", "when", "and", "or", "by", "return", "from", "not", "as"}
    ends = before.kind in ("number", "string", "word") or before.text in (")", "]")
    starts = after.kind in ("number", "string", "word") or after.text in ("(", "[", "-")
    return (
        ends
        and starts
        and before.text.lower() not in keywords
        and after.text.lower() not in ("from", "exclude")
    )
