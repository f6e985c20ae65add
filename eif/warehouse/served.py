"""Which release was being served at an instant in the past, and is it still here?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from eif.config import Settings
from eif.warehouse.journal import history
from eif.warehouse.publish import current_release, release_paths

# How an entry of the journal ends that changed what is served.
_SERVED = ("published", "served again")


@dataclass(frozen=True)
class Served:
    """The release to show for an instant; `note` says in a sentence where it is not the one served then."""

    path: Path
    note: str = ""


def served_at(settings: Settings, at: datetime) -> Served | None:
    """The release served at an instant, or the nearest that is kept; None before the first load."""
    kept = {path.stem: path for path in release_paths(settings)}
    current = current_release(settings)
    if current is None or not kept:
        return None
    until = at.astimezone(UTC).replace(tzinfo=None)
    entries = (entry for entry in history(settings) if entry.outcome in _SERVED and entry.release)
    before = max((entry for entry in entries if entry.at <= until), key=lambda entry: entry.at, default=None)
    day = f"{at.day} {at:%B %Y}"
    if before is None or before.release is None:
        nearest = min(kept)
        return Served(kept[nearest], f"Nothing was published by {day}: the oldest release kept is shown.")
    if before.release in kept:
        return Served(kept[before.release])
    # A release is named after when it was made.
    nearest = max((name for name in kept if name < before.release), default=min(kept))
    note = f"The release served on {day} is no longer kept: the nearest to it, {nearest}, is shown."
    return Served(kept[nearest], note)
