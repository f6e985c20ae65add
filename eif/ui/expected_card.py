"""What is loaded of each source, and when does the next one come?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.outputs.expected import ABSENT, LATE, UNDATED, Source
from eif.ui.escape import escape
from eif.ui.figures import NONE, count, day, is_text, moment
from eif.ui.shell import card, link
from eif.ui.tables import table, under

CSS = """
.eif .late{color:#9c0c1a;font-weight:600}
.eif .expected td,.eif .expected th{vertical-align:top}
.eif .expected .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:var(--muted)}
"""


def expected_card(sources: Sequence[Source]) -> str:
    """Draw each source with its newest period, its load, and the day the next is expected; late in words."""
    lines = "".join(_row(source) for source in sources)
    heads = ["Source", "Newest period", "Status", "Loaded (UTC)", "Next expected by", "State"]
    return card(
        "Each source: what is loaded and what comes next",
        table("Sources and when the next is expected", heads, lines, css="expected"),
        note="The day is the last on which the next one is normally there. † From experience, not from the "
        "publisher’s own calendar: check before relying on it.",
    )


def _row(source: Source) -> str:
    row = source.row
    name = link(row.title, "about_data", layout=row.layout) if is_text(row.layout) else escape(row.title)
    mark = "" if row.mark == "V" else "†"
    expected = day(row.expected_on) if row.expected_on else NONE
    loaded = f"{moment(row.loaded_at)}{under(row.loaded_by)}" if row.files else NONE
    return (
        f'<tr><th scope="row">{name}{under(f"{row.basis} {mark}")}</th>'
        f"<td>{escape(row.period) if is_text(row.period) else NONE}</td>"
        f"<td>{escape(row.release_status) if is_text(row.release_status) else NONE}</td>"
        f'<td class="nowrap">{loaded}</td><td class="nowrap">{expected}</td><td>{_state(source)}</td></tr>'
    )


def _state(source: Source) -> str:
    if source.state == LATE:
        return f'<span class="late">▼ {count(source.days, "day")} late</span>'
    words = {ABSENT: "– nothing loaded", UNDATED: "updated through the year"}
    return escape(words.get(source.state, f"● {source.state}"))
