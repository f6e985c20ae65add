"""What would happen if a number of the framework were another? Chosen, moved and answered on one screen."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from eif.config import load_settings
from eif.framework import FrameworkError
from eif.outputs.moves_book import write_moves
from eif.simulate import Lever, Moves, levers, read_changes, try_changes
from eif.snapshot import Snapshot
from eif.ui import moved
from eif.ui.choice import choose
from eif.ui.escape import escape
from eif.ui.framework_head import head
from eif.ui.shell import show

FIRST = "overall.reds_for_causing_concern"
VIEW = "simulator"
# Beyond any council's team: it only keeps the field from taking a slip of the finger.
MOST_DAYS = 100_000.0


def simulator(snapshot: Snapshot) -> None:
    """Draw the simulator: what is tried stands in the address, and nothing is saved."""
    known = levers(snapshot.rules)
    header = st.container()
    with st.container(key="simulator_tools"):
        places = st.columns([40, 26, 13, 17], gap="small", vertical_alignment="bottom")
        with places[0]:
            labels = {lever.id: f"{lever.group}: {lever.label}" for lever in known.values()}
            lever = known[choose("Number to move", "lever", labels, FIRST)]
        tried = _tried(known)
        value = _move(lever, tried.get(lever.id, lever.value), places[1], places[2])
        with places[3]:
            available = _available()
    tried = _remember(lever, value, tried)
    changes = [known[name].moved(to) for name, to in tried.items()]
    try:
        found = try_changes(snapshot, changes)
    except FrameworkError as error:
        with header:
            head("These numbers do not fit together", "Nothing is saved.", VIEW, snapshot)
        show(f'<p class="notice">{escape(error)}</p>')
        return
    listed = sum(each.schools_before for each in found.counts)
    with header:
        head(*finding(found, len(tried), listed), VIEW, snapshot)
    words = {name: said(known[name], to) for name, to in tried.items()}
    show(
        moved.category_tiles(found),
        f'<div class="under">{moved.effect(found, available)}</div>',
        moved.tried_list([(words[name], _leave(name, words[name], tried)) for name in tried]),
        moved.movers(found),
    )
    if found.schools:
        st.download_button(
            "Download the schools that move (Excel)",
            data=lambda: write_moves(found, "Schools that a trial moves", list(words.values())),
            file_name="schools-that-move.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )


def finding(found: Moves, tried: int, listed: int) -> tuple[str, str]:
    """Say how many schools move and how the days change."""
    if not tried:
        return (
            "Move a number of the framework and see which schools move",
            f"In force: {listed:,} schools, {moved.number(found.days_before)} adviser days needed. "
            "Nothing is saved.",
        )
    days = found.days_after - found.days_before
    days_words = f"{moved.signed(days)} adviser days" if days else "as many adviser days as now"
    changed = "with this change" if tried == 1 else f"with these {tried} changes"
    categories = sum(school.what != "days" for school in found.schools)
    return (
        f"{categories:,} of {listed:,} schools would move {changed}",
        f"{days_words[0].upper()}{days_words[1:]}. Data indicate, people decide; nothing is saved.",
    )


def said(lever: Lever, value: float) -> str:
    """One change in words: `Overall category: reds for causing concern 1 instead of 2 areas`."""
    unit = f" {lever.unit}" if lever.unit else ""
    return f"{lever.group}: {lever.label} {lever.said(value)} instead of {lever.said(lever.value)}{unit}"


def _tried(known: dict[str, Lever]) -> dict[str, float]:
    return read_changes(st.query_params.get("try", "").split(","), known)


def _move(
    lever: Lever,
    value: float,
    slider: DeltaGenerator,
    field: DeltaGenerator,
) -> float:
    """Offer the number as a slider and as a field, which follow one another; a choice as its words."""
    if lever.words:
        with slider:
            return _choose(lever, value)
    by_slider, by_field = f"slide_{lever.id}", f"type_{lever.id}"
    for key in (by_slider, by_field):
        st.session_state.setdefault(key, value)

    def follow(leader: str, follower: str) -> None:
        st.session_state[follower] = st.session_state[leader]

    unit = f", {lever.unit}" if lever.unit else ""
    places = "%.2f" if lever.step < 0.1 else "%.0f" if lever.step >= 1 else "%.1f"
    with slider:
        st.slider(
            f"Value{unit} (in force {lever.value:g})", lever.low, lever.high, step=lever.step, key=by_slider,
            format=places, on_change=follow, args=(by_slider, by_field),
        )  # fmt: skip
    with field:
        st.number_input(
            "As a number", lever.low, lever.high, step=lever.step, key=by_field, format=places,
            on_change=follow, args=(by_field, by_slider),
        )  # fmt: skip
    return float(st.session_state[by_field])


def _choose(lever: Lever, value: float) -> float:
    key = f"choose_{lever.id}"
    st.session_state.setdefault(key, round(value))
    chosen = st.selectbox(
        f"Way (in force {lever.said(lever.value)})", range(len(lever.words)), format_func=lever.said, key=key
    )
    return float(chosen)


def _available() -> float | None:
    """The adviser days there are: those of the address, else those of the settings, else unknown."""
    key = "available_days"
    if key not in st.session_state:
        st.session_state[key] = _days(st.query_params.get("available"), load_settings().adviser_days)
    given = st.number_input(
        "Adviser days available", min_value=0.0, max_value=MOST_DAYS, step=10.0, format="%.0f", key=key,
        placeholder="not known",
    )  # fmt: skip
    if given is None or given == load_settings().adviser_days:
        st.query_params.pop("available", None)
    else:
        st.query_params["available"] = f"{given:g}"
    return given


def _days(asked: str | None, known: float | None) -> float | None:
    try:
        value = float(asked or "")
    except ValueError:
        return known
    return value if 0 <= value <= MOST_DAYS else known


def _remember(lever: Lever, value: float, tried: dict[str, float]) -> dict[str, float]:
    """Put what is tried into the address; a number moved back to where it stands is left out."""
    wanted = {name: to for name, to in (tried | {lever.id: value}).items() if name != lever.id}
    if round(value - lever.value, 6):
        wanted[lever.id] = value
    if wanted != tried:
        if wanted:
            st.query_params["try"] = _address(wanted)
        else:
            st.query_params.pop("try", None)
    return wanted


def _address(tried: dict[str, float]) -> str:
    return ",".join(f"{name}:{value:g}" for name, value in tried.items())


def _leave(name: str, words: str, tried: dict[str, float]) -> str:
    rest = {other: value for other, value in tried.items() if other != name}
    params = {key: st.query_params[key] for key in ("lever", "available") if key in st.query_params}
    return moved.leave(words, {"view": VIEW} | params | ({"try": _address(rest)} if rest else {}))
