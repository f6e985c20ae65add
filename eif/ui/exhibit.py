"""How is one chart shown: its finding, the picture, the same in words and as a table, and as a file?

Nothing needs a pointer: whoever cannot see the picture has the words, the table and the files, all made from
one `Exhibit`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from eif.outputs.about import describe
from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit, as_csv, as_workbook
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import figure, signed
from eif.ui.shell import page_address, show
from eif.ui.tables import NUMBER, table

CSS = """
[class*="st-key-exhibit-"]{background:#fff;border:1px solid var(--line);border-radius:8px}
[class*="st-key-exhibit-"]{padding:13px 15px;gap:6px!important}
.eif details.more summary{cursor:pointer;color:var(--link);min-height:24px}
.eif .shown{font-size:19px;line-height:1.3}
.eif .tall{max-height:520px;overflow:auto;position:relative;border-top:1px solid var(--line)}
.eif .tall thead th{position:sticky;top:0;background:#fff;z-index:1}
.eif tr.asked>*{background:#e7eef5}
.eif tr.pinned>*{background:#eef6f5;font-weight:600}
.eif td.reason{font-size:12.5px;color:var(--muted)}
[class*="st-key-files-"]{margin-top:2px}
[class*="st-key-files-"] button{min-height:32px;padding:2px 12px}
"""
# What a cell shows in place of its plain text, by row and column: HTML already.
Drawn = Mapping[tuple[int, int], str]


def show_exhibit(
    snapshot: Snapshot,
    exhibit: Exhibit,
    picture: go.Figure | None,
    *,
    drawn: Drawn | None = None,
    marked: Mapping[int, str] | None = None,
    folded: bool = True,
    named: str = "",
) -> None:
    """Show a chart with all that belongs to it.

    `drawn` gives the HTML of single cells (links), `marked` the class of single rows; the table opens on
    request where it is `folded`. `named` names the table for who hears it.
    """
    with st.container(key=f"exhibit-{exhibit.name}"):
        show(f'<h2 class="shown">{escape(exhibit.heading or exhibit.title)}</h2>')
        if picture is not None:
            st.plotly_chart(
                picture,
                key=f"picture-{exhibit.name}",
                theme=None,
                config={"displayModeBar": False},
                alt=exhibit.words,
            )
        notes = " ".join(exhibit.notes)
        body = as_table(exhibit, named or exhibit.title, drawn or {}, marked or {})
        if folded:
            body = f'<details class="more"><summary>Show as table</summary>{body}</details>'
        show(
            f"<p>{escape(exhibit.words)}</p>" if picture is not None else "",
            f'<p class="small muted">{escape(notes)}</p>' if notes else "",
            f'<p class="small muted">{escape(exhibit.source)}</p>',
            body,
        )
        _files(snapshot, exhibit)


def as_table(exhibit: Exhibit, caption: str, drawn: Drawn, marked: Mapping[int, str]) -> str:
    """Draw the rows as a table that scrolls; the first cell of a row names it."""
    lines = "".join(
        f"<tr{_class(marked.get(at))}>{_cells(exhibit.columns, row, at, drawn)}</tr>"
        for at, row in enumerate(exhibit.rows)
    )
    heads = [column.head + (NUMBER if column.decimals is not None else "") for column in exhibit.columns]
    return table(caption, heads, lines, region="tall")


def _class(name: str | None) -> str:
    return f' class="{name}"' if name else ""


def _cells(columns: Sequence[Column], row: Sequence[Value], at: int, drawn: Drawn) -> str:
    first, *others = (
        drawn.get((at, place), escape(written(column, value)))
        for place, (column, value) in enumerate(zip(columns, row, strict=True))
    )
    cells = "".join(
        f"<td{_class(_kind(column, value))}>{cell}</td>"
        for column, value, cell in zip(columns[1:], row[1:], others, strict=True)
    )
    return f'<th scope="row">{first}</th>{cells}'


def _kind(column: Column, value: Value) -> str | None:
    if column.decimals is None:
        return None
    return "n reason" if isinstance(value, str) else "n"


def written(column: Column, value: Value) -> str:
    """One cell as plain text: a figure in its unit, the reason where there is none."""
    if isinstance(value, str) or column.decimals is None:
        return str(value) if value is not None else "–"
    return signed(value, column.decimals) if column.signed else figure(value, column.decimals, column.unit)


def _files(snapshot: Snapshot, exhibit: Exhibit) -> None:
    """The two buttons: the figures drawn as CSV and as a workbook."""
    with st.container(key=f"files-{exhibit.name}", horizontal=True, gap="small"):
        st.download_button(
            "CSV of these figures",
            data=partial(as_csv, exhibit),
            file_name=exhibit.file_name("csv"),
            mime="text/csv",
            key=f"csv-{exhibit.name}",
            on_click="ignore",
        )
        st.download_button(
            "Excel of these figures",
            data=partial(_workbook, snapshot, exhibit, page_address()),
            file_name=exhibit.file_name("xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"excel-{exhibit.name}",
            on_click="ignore",
        )


def _workbook(snapshot: Snapshot, exhibit: Exhibit, link: str) -> bytes:
    return as_workbook(exhibit, describe(snapshot, exhibit.title, link=link))
