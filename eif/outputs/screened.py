"""How is what screening found, and what publishing would change, told on a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape

from eif.screening import Result
from eif.screening.effect import Effect

MOST_FIGURES = 8
MOST_SCHOOLS = 10
NAMED_FILES = 2


def show_screening(out: Console, results: Sequence[Result], because: str | None) -> None:
    """How many checks passed, and each warning with what to do; refusals are told with their file."""
    if not results:
        return
    counted = {
        word: sum(1 for each in results if each.result == word) for word in ("PASS", "WARNING", "FAIL")
    }
    files = len({each.file_name for each in results})
    out.print(
        f"Screening: {files:,} {'file' if files == 1 else 'files'}; checks passed {counted['PASS']:,}, "
        f"warnings {counted['WARNING']:,}, failed {counted['FAIL']:,}."
    )
    same: dict[tuple[str, str, str], list[str]] = {}
    for each in results:
        if each.result == "WARNING":
            same.setdefault((each.stage, each.message, each.what_to_do), []).append(each.file_name)
    for (stage, message, what_to_do), names in same.items():
        out.print(f"[bold]Warning[/], {stage}, {escape(_named(names))}: {escape(message)}")
        out.print(f"  {escape(what_to_do)}")
    if same and because:
        out.print(f"Warnings accepted, because: {escape(because)}")
    elif same:
        out.print('Warnings not yet accepted: load with --because "..." to say why they are in order.')


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED_FILES:,} more" if len(names) > NAMED_FILES else ""
    return ", ".join(names[:NAMED_FILES]) + more


def show_effect(out: Console, effect: Effect, *, published: bool) -> None:
    """What changes: in counts, then the figures that change most and the schools whose category moves."""
    out.print("[bold]What this changes:[/]" if published else "[bold]If you publish this:[/]")
    for sentence in effect.sentences():
        out.print(f"  {escape(sentence)}")
    for row in effect.largest(MOST_FIGURES).itertuples():
        out.print(f"    {escape(_figure(row))}")
    for row in effect.categories.head(MOST_SCHOOLS).itertuples():
        out.print(f"    {escape(f'{row.name}: {row.rating_before} to {row.rating_after}. {row.why}')}")
    if len(effect.categories) > MOST_SCHOOLS:
        out.print(f"    and {len(effect.categories) - MOST_SCHOOLS:,} more schools.")


def _figure(row: Any) -> str:
    told = f"{row.title}, {row.period}: {row.added:,} added, {row.changed:,} changed, {row.gone:,} gone"
    if pd.isna(row.largest_before):
        return f"{told}."
    return f"{told}; most {row.largest_name}, {row.largest_before:g} to {row.largest_after:g}."
