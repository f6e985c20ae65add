"""Early warnings: which rules answer otherwise than in an earlier release, the leading ones first?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

import streamlit as st

from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.warnings import (
    ALL,
    CHANGES,
    WORSE,
    Wanted,
    Warnings,
    narrow,
    read_warnings,
    sentence,
    write_warnings,
)
from eif.simulate import KeptRelease, kept_releases, moves, ratings_at, ratings_of
from eif.snapshot import Snapshot
from eif.ui import warning_table
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.shell import current_snapshot, link, page_address, page_header, show

CRUMBS = [("City", ""), ("Early warnings", None)]
VERB = {
    WORSE: "turned for the worse",
    CHANGES[1]: "turned for the better",
    CHANGES[2]: "are no longer rated",
    ALL: "changed",
}
# What changed never changes between two releases, and is forgotten with the snapshot.
_known: WeakKeyDictionary[Snapshot, dict[Path, Warnings | str]] = WeakKeyDictionary()


def page() -> None:
    """Show what changed since the release that the address names, or since the one before."""
    snapshot = current_snapshot()
    st.html(f"<style>{warning_table.CSS}</style>")
    earlier = _earlier(snapshot)
    if not earlier:
        _nothing_before(snapshot)
        return
    header = st.container()
    names = {one.name: one for one in earlier}
    with st.container(key="warning_filters"):
        columns = st.columns([18, 13, 18, 12, 14, 12], gap="small", vertical_alignment="bottom")
        with columns[0]:
            since = st.selectbox(
                "Since the release as at",
                list(names),
                format_func=lambda name: _when(names[name]),
                key="since",
                bind="query-params",
            )
        before = names.get(since, earlier[0])
        everything = _since(snapshot, before)
        if isinstance(everything, str):
            with header:
                page_header("These two releases cannot be compared", everything, CRUMBS, snapshot)
            return
        wanted = _filters(everything, columns[1:5])
    found = narrow(everything, wanted)
    said = sentence(found, wanted)
    with header:
        page_header(_finding(found, wanted), said, CRUMBS, snapshot)
    with columns[5]:
        st.download_button(
            f"Excel, {count(len(found.flips), 'row')}",
            data=partial(write_warnings, found, describe(snapshot, said, link=page_address())),
            file_name=f"early-warnings-since-{everything.since.isoformat()}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="excel",
            type="primary",
            on_click="ignore",
            width="stretch",
        )
    more = link("What changed", "changes", since=before.published_at[:10])
    show(f'<p class="small">{more} tells of figures, inspections and casework too.</p>')
    if found.flips:
        show(warning_table.warning_card(found.flips, said))
    else:
        show('<p class="notice" role="status">No rule answers otherwise among these. Set a filter back.</p>')


def _earlier(snapshot: Snapshot) -> list[KeptRelease]:
    """The releases kept that were published before the one shown, of the same kind, newest first."""
    kept = kept_releases(load_settings())
    own = next((one for one in kept if one.name == snapshot.release), None)
    if own is None:
        return []
    return [one for one in kept if one.demo == own.demo and one.published_at < own.published_at]


def _since(snapshot: Snapshot, before: KeptRelease) -> Warnings | str:
    """What changed since a release; where it cannot be compared, why."""
    known = _known.setdefault(snapshot, {})
    if before.path not in known:
        rated = ratings_at(before.path, load_settings(), snapshot)
        known[before.path] = (
            rated
            if isinstance(rated, str)
            else read_warnings(snapshot, moves(rated, ratings_of(snapshot)), before.as_at, before.name)
        )
    return known[before.path]


def _filters(everything: Warnings, columns: Sequence[st.delta_generator.DeltaGenerator]) -> Wanted:
    """Which of them are asked for: change, area, phase and district."""
    flips = everything.flips
    areas = list(dict.fromkeys(flip.area_title for flip in flips))
    offered = {
        "change": [*CHANGES, ALL],
        "area": [ALL, *sorted(areas)],
        "phase": [ALL, *sorted({flip.phase for flip in flips})],
        "district": [ALL, *sorted({one for flip in flips for one in flip.districts})],
    }
    chosen = {}
    for (key, options), column in zip(offered.items(), columns, strict=True):
        with column:
            asked = st.selectbox(key.capitalize(), options, key=key, bind="query-params")
        chosen[key] = asked if asked in options else options[0]
    return Wanted(**chosen)


def _finding(found: Warnings, wanted: Wanted) -> str:
    since = day(found.since)
    if not found.flips:
        return f"No signal of these {VERB[wanted.change]} since {since}"
    answers, schools = count(len(found.flips), "signal"), count(found.schools, "school")
    return f"{answers} at {schools} {VERB[wanted.change]} since {since}"


def _when(release: KeptRelease) -> str:
    return f"{day(release.as_at)}, published {day(release.published_at[:10])} ({release.name[-8:]})"


def _nothing_before(snapshot: Snapshot) -> None:
    page_header("Nothing to compare with yet", "Only one release is kept.", CRUMBS, snapshot)
    show(
        '<div class="notice"><p><b>A warning is a rule that answers otherwise than in an earlier '
        "release.</b> Only one release of this city is kept, so nothing can have changed yet. Load newer "
        f"files on the {link('Data', 'data')} page, or with <code>python -m eif load FOLDER</code>: from "
        "then on this page says what changed.</p>"
        f'<p class="small muted">Release shown: {escape(snapshot.release)}.</p></div>'
    )
