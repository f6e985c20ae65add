"""Which official words do several layouts share?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "layouts" / "words"


@cache
def word_list(name: str) -> Mapping[str, str]:
    """A shared list of official words: `phases.ees` is the table `ees` of `layouts/words/phases.toml`."""
    shared, _, which = name.partition(".")
    with (FOLDER / f"{shared}.toml").open("rb") as handle:
        lists: dict[str, dict[str, str]] = tomllib.load(handle)
    return lists[which]
