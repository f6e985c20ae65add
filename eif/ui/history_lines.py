"""How is one thing that was recorded of a school drawn: who did what, and what it changed?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.access.roles import ROLES
from eif.casework.history import Change, Happened
from eif.outputs.history_said import when
from eif.ui.escape import escape
from eif.ui.shell import card
from eif.ui.tables import table

CSS = """
.eif .recorded td,.eif .recorded th{vertical-align:top}
.eif .recorded tbody th{width:24%}
.eif .recorded small{display:block;color:var(--muted);font-size:12.5px;line-height:1.35}
.eif .recorded dl{margin:0!important;padding:0!important;display:grid;
grid-template-columns:minmax(90px,150px) 1fr;gap:2px 12px}
.eif .recorded dt{color:var(--muted);font-weight:400}
.eif .recorded dd{margin:0!important;white-space:pre-line;overflow-wrap:anywhere}
.eif .recorded del{color:var(--muted)}
@media (max-width:768px){
.eif .recorded thead{display:none}
.eif .recorded tr,.eif .recorded :is(th,td){display:block;border:0;padding:3px 0;width:auto!important}
.eif .recorded tr{border-bottom:1px solid var(--line);padding:6px 0}
.eif .recorded dl{grid-template-columns:1fr}
}
"""


def history_card(happened: Sequence[Happened], kind: str) -> str:
    """Everything that was done, the newest first."""
    if not happened:
        return card("History", "<p>Nothing has been recorded.</p>")
    heads = ["When and by whom", "What was done", "What changed"]
    body = table("What was recorded, newest first", heads, "".join(map(_line, happened)), css="recorded")
    return card(f"History: {escape(kind.lower())}", body)


def _line(each: Happened) -> str:
    role = ROLES.get(each.role, each.role)
    whose = "" if role == each.by else f"<small>{escape(role)}</small>"
    mark = "<small>▼ Withdrawn: it stands no more</small>" if each.withdrawn else ""
    why = f"<small>Why: {escape(each.reason)}</small>" if each.reason else ""
    changes = "".join(map(_change, each.changes)) if not each.withdrawn else ""
    return (
        f'<tr><th scope="row">{when(each)}<small>{escape(each.by)}</small>{whose}</th>'
        f"<td>{escape(each.noun)}<small>{escape(each.did)}</small>{mark}{why}</td>"
        f"<td><dl>{changes}</dl></td></tr>"
    )


def _change(change: Change) -> str:
    before = f"<del>{escape(change.before)}</del> → " if change.before else ""
    after = escape(change.after) if change.after else "nothing"
    return f"<dt>{escape(change.field)}</dt><dd>{before}{after}</dd>"
