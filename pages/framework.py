"""Framework: which rules and thresholds rate a school, what if they were others, and who would move?"""

from __future__ import annotations

import streamlit as st

from eif.snapshot import Snapshot
from eif.ui import framework_rules, moved
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.framework_head import VIEWS, head
from eif.ui.framework_versions import versions
from eif.ui.shell import current_snapshot, show
from eif.ui.simulator import simulator

CSS = """
.st-key-simulator_tools label p,.st-key-version_tools label p{font-size:12.5px;color:var(--muted)}
.eif nav.views{display:flex;gap:18px;border-bottom:1px solid var(--line);margin:0 0 2px}
.eif nav.views a,.eif nav.views b{padding:4px 0;text-decoration:none;font-weight:600}
.eif nav.views b{border-bottom:3px solid var(--link)}
@media (max-width:900px){
.st-key-simulator_tools [data-testid="stHorizontalBlock"],
.st-key-version_tools [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-simulator_tools [data-testid="stColumn"],
.st-key-version_tools [data-testid="stColumn"]{flex:1 1 100%;min-width:220px}
}
"""


def page() -> None:
    """Draw the rules, the simulator or the versions, as the address asks."""
    snapshot = current_snapshot()
    st.html(f"<style>{moved.CSS}{framework_rules.CSS}{CSS}</style>")
    asked = st.query_params.get("view", "")
    if asked not in VIEWS:
        asked = ""
    {"": rules, "simulator": simulator, "versions": versions}[asked](snapshot)


def rules(snapshot: Snapshot) -> None:
    """Draw the areas, and the rules of the one that the address asks for."""
    areas = list(snapshot.rows("screen_area"))
    chosen = st.query_params.get("area", "")
    if chosen not in {area.area for area in areas}:
        chosen = next(area.area for area in areas if area.red + area.amber + area.green or area is areas[-1])
    head(*finding(snapshot), "", snapshot)
    title = next(area.title for area in areas if area.area == chosen)
    show(
        framework_rules.overview_table(areas, snapshot, chosen),
        f"<h2 class='gap'>{escape(title)}</h2>",
        framework_rules.area_rules(snapshot, chosen),
    )


def finding(snapshot: Snapshot) -> tuple[str, str]:
    """Say how much of the framework is proposed rather than ratified."""
    (version,) = snapshot.rows("framework")
    limits = snapshot.rows("screen_threshold")
    proposed = sum(row.status == "proposed" for row in limits)
    title = (
        f"All {proposed} thresholds are proposed: none is ratified yet"
        if proposed == len(limits)
        else f"{proposed} of {len(limits)} thresholds are proposed, not yet ratified"
    )
    held = f"{count(len(snapshot.rows('rule')), 'rule')} in {count(len(snapshot.rows('area')), 'area')}"
    return title, f"{version.title}. {held}; the framework gives words, these are the numbers read into them."
