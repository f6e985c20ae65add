"""How does reading an extract say no?

Every refusal answers three questions: what is wrong, where it is, and what to do about it.
"""

from __future__ import annotations


class ExtractError(Exception):
    """A file cannot be loaded.

    `what` names the trouble, `where` the file, line or column, `what_to_do` the next step for the officer who
    dropped the file. `str()` gives all three as sentences. `check` is the check of screening that it fails.
    """

    check = "readable"

    def __init__(self, what: str, where: str, what_to_do: str) -> None:
        super().__init__(what, where, what_to_do)
        self.what = what
        self.where = where
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.what} {self.where} {self.what_to_do}".strip()


class NotRecognisedError(ExtractError):
    """It is no known extract, or nothing says for which period."""

    check = "recognised"


class NotWholeError(ExtractError):
    """A part of it is missing."""

    check = "whole"


class RepeatedError(ExtractError):
    """It says one thing twice."""

    check = "repeated"


class UnknownCodeError(ExtractError):
    """It holds a text that its layout does not know."""

    check = "unknown_code"


class UnknownError(NotRecognisedError):
    """A file has no column of any layout, or no columns at all: it may not be data."""


class YearError(NotRecognisedError):
    """Nothing says which year a file is for; `told_by` is the subject under which another file might."""

    def __init__(self, what: str, where: str, what_to_do: str, told_by: str | None) -> None:
        super().__init__(what, where, what_to_do)
        self.told_by = told_by


class LayoutError(Exception):
    """A layout file is wrong; the message names it and says what is wrong in it."""
