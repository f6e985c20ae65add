"""How is what a spreadsheet would change drawn, line by line?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.casework.caseload_lines import CHANGED, NEW, REFUSED, SAME, Line
from eif.ui.escape import escape
from eif.ui.shell import card
from eif.ui.tables import table

# How many lines are drawn; the workbook has all.
MOST = 100
MARKS = {NEW: "+ New", CHANGED: "◆ Changed", SAME: "= Same", REFUSED: "▼ Refused"}
CSS = """
.eif .diff td,.eif .diff th{vertical-align:top}
.eif .diff .flag{display:inline-block;border:1px solid #8d979e;border-radius:4px;padding:0 6px}
.eif .diff .flag{font-size:12.5px;white-space:nowrap}
.eif .diff td:last-child{min-width:220px}
.eif .diff .new{background:#e3f2ea;color:#00472f;border-color:#a9d3be}
.eif .diff .changed{background:#ffe9b8;color:#3d2a00;border-color:#d9a520}
.eif .diff .refused{background:#b10e1e;color:#fff;border-color:#b10e1e}
"""


def lines_card(title: str, lines: Sequence[Line]) -> str:
    """Draw the lines, what is refused first; `title` is plain text."""
    order = {REFUSED: 0, CHANGED: 1, NEW: 2, SAME: 3}
    shown = sorted(lines, key=lambda line: (order[line.state], line.row))[:MOST]
    body = "".join(_line(line) for line in shown)
    note = f"The first {MOST} of {len(lines):,}; the workbook has all." if len(lines) > MOST else ""
    heads = ["Row", "School", "What", "State", "Was", "Becomes", "Why"]
    return card(title, table("What the file would change", heads, body, css="diff"), note=note)


def _line(line: Line) -> str:
    return (
        f'<tr><td class="n">{line.row}</td><th scope="row">{escape(line.name or line.urn)}</th>'
        f'<td>{escape(line.what)}</td><td><span class="flag {line.state}">{MARKS[line.state]}</span></td>'
        f"<td>{escape(line.was)}</td><td>{escape(line.becomes)}</td><td>{escape(line.why)}</td></tr>"
    )
