"""Which figure is looked at: an indicator of a pupil group in a phase, or a council's figure without schools?

The choice is in the address as `indicator`, `group` and `phase`. A council's figure that no school has is
`indicator=lait:CODE`; a link may also name LAIT's measure (`measure=CODE`) and gets the figure that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from eif.snapshot import Snapshot
from eif.ui.choice import choose
from eif.ui.figures import day, figure, is_known, lower_first

COUNCIL = "lait:"
EVERYBODY, EVERY_PHASE = "all", "all"


@dataclass(frozen=True)
class Subject:
    """One row of `screen_trend_subject`; `alone` where its indicator is of one phase only.

    `in_vain` is what the address asked for where that is not there.
    """

    row: Any
    alone: bool
    in_vain: str | None = None

    @property
    def key(self) -> dict[str, str]:
        """The columns that name its figures; empty for a council's figure."""
        row = self.row
        if row.indicator is None:
            return {}
        return {"indicator": row.indicator, "pupil_group": row.pupil_group, "phase": row.phase}

    @property
    def decimals(self) -> int:
        """The decimals that its figures are shown with."""
        return int(self.row.decimals) if is_known(self.row.decimals) else 1

    @property
    def name(self) -> str:
        """What it is called in a sentence: indicator, phase and pupil group."""
        row = self.row
        phase = "" if self.alone else (", all schools" if row.phase == EVERY_PHASE else f", {row.phase}")
        group = "" if row.pupil_group == EVERYBODY else f", {lower_first(row.group_title)}"
        return f"{row.title}{phase}{group}"

    @property
    def files(self) -> str:
        """What a file of its figures is called."""
        row = self.row
        return f"{row.indicator or row.measure}-{row.phase}-{row.pupil_group}"

    def write(self, value: Any) -> str:
        """One value in its unit and decimals."""
        return figure(value, self.decimals, self.row.unit)

    def apart(self, gap: float) -> str:
        """How far two values are apart, without the side: `3.9 points`, `£1,204`."""
        if self.row.unit == "pounds":
            return figure(abs(gap), self.decimals, "pounds")
        written = figure(abs(gap), self.decimals)
        return f"{written} point" if written == "1" else f"{written} points"


def choose_subject(snapshot: Snapshot, tools: Sequence[DeltaGenerator]) -> Subject | None:
    """Offer every figure in three `tools`, and return the chosen one; None where nothing is loaded."""
    found = snapshot.rows("screen_trend_subject")
    if not found:
        return None
    _accept_measure(found)
    titles = {_id(row): row.title + ("" if row.indicator else " (council figure)") for row in found}
    asked = st.query_params.get("indicator")
    in_vain = asked if asked is not None and asked not in {*titles, *titles.values()} else None
    with tools[0]:
        chosen = choose("Figure", "indicator", titles, _first(snapshot, titles))
    of_figure = [row for row in found if _id(row) == chosen]
    groups = {row.pupil_group: row.group_title for row in sorted(of_figure, key=lambda row: row.group_ord)}
    with tools[1]:
        group = choose("Pupils", "group", groups, EVERYBODY if EVERYBODY in groups else next(iter(groups)))
    of_group = [row for row in of_figure if row.pupil_group == group]
    phases = {row.phase: _phase_words(row.phase) for row in of_group}
    with tools[2]:
        phase = choose("Schools", "phase", phases, _usual_phase(of_group))
    return Subject(next(row for row in of_group if row.phase == phase), len(phases) == 1, in_vain)


def _id(row: Any) -> str:
    return str(row.indicator) if row.indicator else f"{COUNCIL}{row.measure}"


def _accept_measure(found: Sequence[Any]) -> None:
    """Turn a LAIT measure of the address into the figure that it is."""
    asked = st.query_params.get("measure")
    if asked is None:
        return
    del st.query_params["measure"]
    row = next((row for row in found if row.measure == asked), None)
    if row is not None:
        st.query_params.update({"indicator": _id(row), "group": row.pupil_group, "phase": row.phase})


def _first(snapshot: Snapshot, titles: dict[str, str]) -> str:
    """What is shown without asking: the city's first headline that can be."""
    headlines = sorted(snapshot.rows("headline", columns=["ord", "indicator"]))
    return next((row.indicator for row in headlines if row.indicator in titles), next(iter(titles)))


def _usual_phase(found: Sequence[Any]) -> str:
    """The phase shown without asking: of those with schools' figures the one that comes first by name."""
    return str(min(found, key=lambda row: (row.school_period is None, row.phase)).phase)


def _phase_words(phase: str) -> str:
    return "All schools" if phase == EVERY_PHASE else phase.capitalize()


def source_words(snapshot: Snapshot, extracts: Sequence[Any], usual: str | None) -> str:
    """Say where figures come from, whether they may still change, and when the next are expected.

    `extracts` are the ids of the extracts that the newest figures come from; `usual` the source that the
    catalogue names.
    """
    known = {row.extract_id: row for row in snapshot.rows("screen_trend_source")}
    sources = [known[one] for one in dict.fromkeys(extracts) if one in known]
    if not sources:
        return f"Source: {usual}." if usual else "No file of these figures is loaded."
    named = "; ".join(
        dict.fromkeys(
            f"{row.publication}{f', {row.period}' if row.period else ''} ({row.release_status})"
            for row in sources
        )
    )
    open_still = "" if all(row.release_status == "final" for row in sources) else " These may still change."
    days = [row.expected_on for row in sources if row.expected_on is not None]
    if days:
        following = f" The next are normally published by {day(max(days))}."
    elif any(row.every == "when it changes" for row in sources):
        following = " It is updated through the year, on no fixed day."
    else:
        following = ""
    return f"Source: {named}.{open_still}{following}"
