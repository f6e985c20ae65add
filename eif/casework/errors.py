"""In which ways can something a person wants to record not be recorded?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class CaseworkError(Exception):
    """Something was not recorded; the message says what and what to do. Nothing was changed."""


class Refused(CaseworkError):  # noqa: N818
    """What was given breaks a rule; `problems` says for each field what to write instead."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """`problems` maps the name of a field to a sentence."""
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class NotAllowed(CaseworkError):  # noqa: N818
    """This person may not do this; the message does not tell whether the thing exists."""


class NothingChanged(CaseworkError):  # noqa: N818
    """What was given is what stands already, so that there is nothing to save."""


@dataclass
class Conflict(CaseworkError):  # noqa: N818
    """Somebody else saved this record since it was opened. Both texts are kept and offered.

    `mine` is what was given, `theirs` what stands now, as version `version`, saved by `by` at `at` (UTC).
    """

    noun: str
    record_id: str
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    version: int
    by: str
    at: str

    def __str__(self) -> str:
        """What the person is told."""
        return f"Changed by {self.by} since you opened it. Nothing was overwritten: compare and save again."


class BrokenStoreError(Exception):
    """The casework database or its journal is damaged, or they disagree; the message says where."""


class Uncertain(CaseworkError):  # noqa: N818
    """The disk or the connection failed at the last moment of a save, so that it may stand or not."""

    def __init__(self, failure: object) -> None:
        """`failure` is what the disk or the database said."""
        super().__init__(
            f"It is not certain that this was saved ({failure}). Keep your text, and save again in a while: "
            "what stands already is not saved twice."
        )


class BusyError(CaseworkError):
    """Another save held the store for too long."""
