"""How is one event written down so that nothing in it can change unnoticed?

An event is a line of JSON with its keys in order. Its seal is the hash of that line without the seal, and the
line holds the seal of the event before it, so that a changed, lost or inserted event breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

# What stands before the first event.
BEGINNING = "0" * 64


def canonical(value: Any) -> str:
    """A value as JSON that is always written alike; a day as text."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept in an event")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def seal(event: Mapping[str, Any]) -> str:
    """The hash of an event, given with the seal of the one before and without its own."""
    rest = dict(event)
    rest.pop("hash", None)
    return hashlib.sha256(canonical(rest).encode()).hexdigest()
