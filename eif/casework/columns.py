"""How do days, yes or no, and lists stand in both databases? As text and whole numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Day(TypeDecorator[date]):
    """A calendar day, kept as `2026-11-22`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """A day as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        """Text as a day."""
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, kept as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Yes as 1."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        """1 as yes."""
        return None if value is None else bool(value)


def kept_words(value: list[str] | None) -> str | None:
    """A list as it is kept."""
    return None if value is None else json.dumps(list(value), ensure_ascii=False)


class Words(TypeDecorator[list[str]]):
    """A list of words, kept as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        """A list as JSON."""
        return kept_words(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> list[str] | None:
        """JSON as a list."""
        return None if value is None else list(json.loads(value))
