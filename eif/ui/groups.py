"""To which trust or federation does a school belong, since when, and how many posts govern it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import NONE, count, day, is_known, is_text
from eif.ui.shell import card

CSS = """
.eif .groups{margin:0;padding:0;list-style:none}
.eif .groups li{margin:0 0 6px}
.eif .posts td,.eif .posts th{padding:3px 6px 3px 0;font-size:13.5px}
.eif .posts tbody th{font-weight:400}
"""
NOTE = (
    "From Get information about schools. Posts are counted by role and dates; nobody is named, and a vacancy "
    "that the school did not report cannot be seen."
)


def groups_card(groups: Sequence[Any], roles: Sequence[Any]) -> str:
    """Draw a school's groups (`screen_school_group`) and posts (`screen_governance`); empty without any."""
    if not groups and not roles:
        return ""
    titles = [title for title, rows in (("Trust", groups), ("governance", roles)) if rows]
    listed = f'<ul class="groups">{"".join(map(_group, groups))}</ul>' if groups else ""
    return card(" and ".join(titles).capitalize(), listed + _posts(roles), note=NOTE if roles else "")


def _group(row: Any) -> str:
    said = [escape(row.group_type or "group")]
    if is_known(row.joined_on):
        said.append(f"joined {day(row.joined_on)}")
    if not row.is_current:
        said.append(f"closed {day(row.closed_on)}" if is_known(row.closed_on) else "closed")
    elif row.others:
        said.append(f"with {count(row.others, 'other school')} of this council")
    return f'<li><b>{escape(row.name)}</b><br><span class="small muted">{"; ".join(said)}</span></li>'


def _posts(roles: Sequence[Any]) -> str:
    if not roles:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(row.role) if is_text(row.role) else "Role not given"}</th>'
        f'<td class="n">{row.in_post}</td><td class="n">{row.ended}</td>'
        f'<td class="n">{day(row.next_end) if is_known(row.next_end) else NONE}</td></tr>'
        for row in roles
    )
    return (
        '<table class="posts"><caption class="hidden-text">Posts in governance</caption><thead><tr>'
        '<th scope="col">Role</th><th scope="col" class="n">In post</th><th scope="col" class="n">Ended</th>'
        f'<th scope="col" class="n">Next term ends</th></tr></thead><tbody>{lines}</tbody></table>'
    )
