"""Which schools have not returned what the council asks for, and how late are they?

One table of datasets, and one of schools by datasets in which each cell says its state in a word and a shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import NONE, count, day
from eif.ui.shell import card, link
from eif.ui.tables import table

CSS = """
.eif .wall{max-height:calc(100vh - 120px);overflow:auto}
.eif .wall table{border-collapse:separate;border-spacing:0;font-size:12px}
.eif .wall thead th{position:sticky;top:0;background:#fff;z-index:1;font-size:11px;padding:4px 3px}
.eif .wall thead th{line-height:1.15;overflow-wrap:normal;hyphens:auto;min-width:50px}
.eif .wall tbody th{position:sticky;left:0;background:#fff;min-width:170px;padding:2px 4px;line-height:1.15}
.eif .wall td{padding:2px 3px}
.eif .wall .owed{color:#9c0c1a;font-weight:600}
.eif .wall .off{color:var(--muted)}
"""

# How each state of a return is drawn: class, shape and word.
STATES = {
    "returned": ("", "✓", "returned"),
    "returned late": ("", "✓", "late"),
    "overdue": ("owed", "▼", "overdue"),
    "never": ("owed", "▼", "never"),
    "not asked": ("off", "·", "not asked"),
}
OWED = ("overdue", "never")
SAID = ("returned late", *OWED)
MOST_SCHOOLS = 60


def finding(returns: Sequence[Any]) -> str:
    """The title: how many schools owe the council a return."""
    asked = [row for row in returns if row.is_loaded]
    if not asked:
        return "No returns are loaded yet"
    owing = {row.urn for row in asked if row.state in OWED}
    schools = count(len({row.urn for row in asked}), "school")
    if not owing:
        return f"All {schools} have returned what is due"
    return f"{len(owing):,} of {schools} {'owes' if len(owing) == 1 else 'owe'} the council a return"


def datasets_card(datasets: Sequence[Any]) -> str:
    """Draw each dataset the council collects: how many have returned it, and when the next is due."""
    lines = "".join(_dataset_row(row) for row in sorted(datasets, key=lambda one: one.dataset_ord))
    heads = [
        "Dataset",
        "Kept by",
        "Asked #",
        "Returned #",
        "Late #",
        "Overdue #",
        "Never #",
        "Due",
        "Next due",
    ]
    return card(
        "What the council collects",
        table("Datasets and how many schools have returned them", heads, lines),
        note="Choose a dataset to see who has not returned it.",
    )


def _dataset_row(row: Any) -> str:
    name = escape(row.dataset_title)
    if row.due_on is None and row.next_due_on is None:
        counts = '<td colspan="5" class="off">a register, kept when something changes</td>'
    elif not row.is_loaded:
        counts = '<td colspan="5" class="off">not collected yet</td>'
    else:
        name = link(row.dataset_title, "data", view="returns", dataset=row.dataset)
        counts = "".join(
            f'<td class="n">{int(number or 0):,}</td>'
            for number in (row.asked, row.returned, row.late, row.overdue, row.never)
        )
    return (
        f'<tr><th scope="row">{name}</th><td>{escape(row.owner)}</td>{counts}'
        f'<td class="nowrap">{day(row.due_on) if row.due_on else NONE}</td>'
        f'<td class="nowrap">{day(row.next_due_on) if row.next_due_on else NONE}</td></tr>'
    )


def wall_card(returns: Sequence[Any], dataset: str | None) -> str:
    """Draw schools by datasets; with a `dataset`, the schools that owe it, the latest first."""
    asked = [row for row in returns if row.is_loaded]
    chosen = [row for row in asked if row.dataset == dataset]
    if chosen:
        return _owing_card(chosen)
    titles = {row.dataset: row.dataset_title for row in sorted(asked, key=lambda one: one.dataset_ord)}
    schools: dict[str, dict[str, Any]] = {}
    for row in asked:
        schools.setdefault(row.urn, {})[row.dataset] = row
    if not schools:
        return card("Returns", "<p>No return of any dataset with a due day has been loaded yet.</p>")
    order = sorted(schools.values(), key=_most_owed)
    owing = [own for own in order if any(row.state in OWED for row in own.values())]
    shown = owing[:MOST_SCHOOLS]
    lines = "".join(_school_row(own, titles) for own in shown)
    heads = ["School", *titles.values()]
    return card(
        f"Returns wall: {count(len(owing), 'school owes', 'schools owe')} at least one",
        table("Returns by school and dataset", heads, lines, region="wall"),
        note=f"The {len(shown)} that owe most, of {len(order):,} schools. ✓ returned, · not asked; a number "
        "is days past the due day.",
    )


def _most_owed(own: Mapping[str, Any]) -> tuple[int, int, str]:
    owed = [row for row in own.values() if row.state in OWED]
    return (-len(owed), -sum(row.days_late or 0 for row in owed), next(iter(own.values())).name)


def _school_row(own: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    first = next(iter(own.values()))
    cells = "".join(_cell(own.get(dataset)) for dataset in titles)
    return f'<tr><th scope="row">{link(first.name, "school", urn=first.urn)}</th>{cells}</tr>'


def _cell(row: Any) -> str:
    if row is None:
        return f'<td class="off">{NONE}</td>'
    css, shape, word = STATES.get(row.state, ("", "", row.state))
    days = f" {int(row.days_late):,}" if row.days_late else ""
    classed = f' class="{css}"' if css else ""
    # What is in order is said by its shape alone, and to a screen reader in a word; a debt in both.
    said = escape(word) if row.state in SAID else f'<span class="hidden-text">{escape(word)}</span>'
    return f'<td{classed}><span aria-hidden="true">{shape}</span> {said}{days}</td>'


def _owing_card(rows: Sequence[Any]) -> str:
    owing = sorted(
        (row for row in rows if row.state in OWED), key=lambda row: (-(row.days_late or 0), row.name)
    )
    lines = "".join(
        f'<tr><th scope="row">{link(row.name, "school", urn=row.urn)}</th><td>{escape(row.phase)}</td>'
        f'<td class="owed">{escape(STATES[row.state][2])}</td><td class="n">{int(row.days_late or 0):,}</td>'
        f'<td class="nowrap">{day(row.due_on)}</td>'
        f"<td>{escape(row.last_period) if row.last_period else NONE}</td></tr>"
        for row in owing
    )
    heads = ["School", "Phase", "State", "Days late #", "Due", "Newest return"]
    asked = [row for row in rows if row.state != "not asked"]
    body = (
        table("Schools that have not returned it, the latest first", heads, lines, region="tall")
        if owing
        else "<p>Every school that is asked has returned it.</p>"
    )
    back = link("All datasets", "data", view="returns")
    title = f"{rows[0].dataset_title}: {len(owing):,} of {count(len(asked), 'school')} have not returned it"
    return card(title, f"{body}<p>{back}</p>")
