"""How are a dataset and its columns told in words, the same in the guide sheet and in the dictionary?"""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from eif.extracts import Layout
from eif.extracts.dataset import Column, Dataset

SMALL = "Counts of one to five people are kept and marked: they stay within the council."


def type_words(column: Column) -> str:
    """What may stand in the column's cells."""
    said = {
        "count": "whole number",
        "number": "number, below 0 with a minus sign" if column.negative else "number",
        "percent": "percentage from 0 to 100, without the sign",
        "money": "pounds, below 0 with a minus sign",
        "date": "date, day/month/year",
        "yes or no": "Yes or No",
        "choice": "one of: " + ", ".join(column.choices),
        "text": "short text",
    }[column.type]
    return f"{said}; no more than {column.part_of}" if column.part_of else said


def feeds(layout: Layout, column: Column) -> str:
    """The indicators that the column is part of, and the name it is kept under."""
    indicators = dict.fromkeys(mapped.indicator for mapped in layout.mapped if mapped.column == column.name)
    return ", ".join([*indicators, *([] if column.item in indicators else [column.item])])


def schools_words(dataset: Dataset) -> str:
    """Which schools owe it."""
    kinds = _listed(
        [f"{phase} schools" if phase != "alternative provision" else phase for phase in dataset.phases]
    )
    who = kinds[:1].upper() + kinds[1:]
    return f"{who}, maintained by the council" if dataset.maintained_only else f"{who}, academies too"


def due_words(dataset: Dataset) -> str:
    """How often it is returned and by which days."""
    if not dataset.due:
        return "When it changes; each file is the whole register and takes the place of the one before"
    days = _listed([f"{day} {calendar.month_name[month]}" for month, day in (due.by for due in dataset.due)])
    return f"Every {dataset.every}, by {days}"


def sender_words(dataset: Dataset) -> str:
    """Who fills it in."""
    return "The school" if dataset.returned_by == "school" else "The team"


def fresh_words(dataset: Dataset) -> str:
    """How long it counts as current."""
    if dataset.fresh_months is None:
        return "Until the next register"
    return f"{dataset.fresh_months} months from the time it describes"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
