"""How long does it take to read one school's evidence ladder and sentences, compared with its one line?"""

from __future__ import annotations

from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, compare


def measure(snapshot: Snapshot, urn: str) -> list[Measured]:
    """Compare reading every rule, and every sentence, of a school with reading its row of the school list."""
    return [
        compare(
            f"read {what} of one school",
            lambda view=view: snapshot.rows(view, urn=urn),
            "its row of the school list",
            lambda: snapshot.rows("screen_school", urn=urn),
        )
        for view, what in (("screen_ladder", "the evidence ladder"), ("screen_sentence", "the sentences"))
    ]
