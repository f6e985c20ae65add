"""How is the origin of one figure drawn: its cell, its record, its other sources, and how it was made?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eif.provenance import Cell, Member, Record, RuleOrigin, Trace
from eif.ui.escape import escape
from eif.ui.figures import NONE, count, figure, is_known, moment
from eif.ui.shell import card, link
from eif.ui.source import sourced

CSS = """
.eif .cards.origin{grid-template-columns:minmax(0,1fr) minmax(0,1fr);margin:0}
.eif .said{font-size:31px;line-height:1.15;font-weight:700;font-variant-numeric:tabular-nums}
.eif .said+p{margin-top:2px}
.eif .record{max-height:430px;overflow:auto}
.eif .record th,.eif .record td{padding:3px 8px;font-size:13px;overflow-wrap:anywhere}
.eif .record th{font-weight:400;color:var(--muted);width:46%}
.eif .record tr.asked>*{background:#e7eef5;color:var(--ink);font-weight:600}
.eif pre.sql{margin:6px 0 12px;padding:10px 12px;background:#f6f7f9;border:1px solid var(--line)}
.eif pre.sql{border-radius:6px;overflow:auto;max-height:420px;font-size:12.5px;line-height:1.45}
.eif details.step summary{cursor:pointer;color:var(--link);font-size:14px;min-height:24px;padding:2px 0}
.eif .members{max-height:430px;overflow:auto}
.eif .members tr.asked>*{background:#e7eef5;font-weight:600}
@media (max-width:1000px){.eif .cards.origin{grid-template-columns:minmax(0,1fr)}}
"""

# How many figures of a mean or a rank are in sight without scrolling.
SEEN = 12
STATUS = {
    "value": "a number",
    "blank": "no figure: the cell is blank",
    "bad": "no figure: the number cannot be true",
}


def written(trace: Trace) -> str:
    """The figure as other pages write it, or that there is none."""
    return figure(trace.value, trace.decimals, trace.unit) if is_known(trace.value) else "No figure"


def finding(trace: Trace) -> str:
    """The title: what the figure is, and the cell that says it or what it is made of."""
    said = written(trace)
    if trace.cells:
        cell = trace.cells[0]
        where = f"row {cell.row:,} of {_name(cell.file.file_name)}"
        if is_known(trace.value):
            return f"{said} stands in {where}"
        return f"No figure: {where} says “{cell.raw}”" if cell.raw else f"No figure: {where} is blank"
    return f"{said} {trace.made_of}"


def _name(file_name: str) -> str:
    return file_name.rpartition("/")[2]


def cell_card(cell: Cell, trace: Trace, record: Record | None, release: Any) -> str:
    """Draw the one cell that is shown: the number, where it stands, and the load that brought it."""
    text = record.text(cell.column) if record else cell.raw
    file = cell.file
    facts = [
        ("Text in the file", _text(text)),
        ("Read as", escape(_read_as(cell))),
        *((words, f"{value:,.15g}") for words, value in cell.parts),
        ("File", link(file.file_name, "about_data", file=file.extract_id)),
        ("Row", f"{cell.row:,} (the header is row 1)" if file.encoding != "parquet" else f"{cell.row:,}"),
        ("Column", f"<code>{escape(cell.column)}</code>"),
        ("Publisher", f"{escape(file.publisher)}: {escape(file.publication)}"),
        ("Layout", f"{escape(file.layout_title)} (<code>{escape(file.layout)}.toml</code>)"),
        ("Status", escape(cell.release_status)),
        ("Loaded", f"{moment(file.loaded_at)} UTC by {escape(file.loaded_by)}"),
        ("SHA-256", f"<code>{escape(file.sha256)}</code>"),
        ("Release", f"{escape(release.release)}, published {moment(release.published_at)} UTC"),
    ]
    body = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return card(
        "The cell",
        f'<div class="said">{written(trace)}</div><p class="muted">{escape(trace.what)}</p>'
        f'<dl class="facts">{body}</dl>',
    )


def _read_as(cell: Cell) -> str:
    if cell.value is not None:
        return f"{cell.value:,.15g}"
    if cell.meaning:
        return f"no figure: this layout says that {cell.raw} means {cell.meaning}"
    return STATUS.get(cell.status or "", f"no figure: {cell.status}")


def _text(text: str | None) -> str:
    return NONE if text is None else f"<code>{escape(text)}</code>" if text else "(blank)"


def record_card(record: Record | None, cell: Cell, problem: str) -> str:
    """Draw the whole record as it stands in the file; say so where it no longer says what was read."""
    title = "The record as it stands in the file"
    if record is None:
        return card(title, f'<p class="notice" role="alert">{escape(problem)}</p>')
    said = record.text(cell.column)
    warning = (
        f'<p class="notice" role="alert"><b>The file in the inbox now says {escape(said or "nothing")}, the '
        f"release was read from {escape(cell.raw)}.</b> Do not use this figure: run "
        "<code>python -m eif check</code>.</p>"
        if cell.raw is not None and said != cell.raw
        else ""
    )
    body = _fields(record.asked(cell.column), ' class="asked"') + _fields(record.fields)
    return card(
        title,
        f'{warning}<div class="record" role="region" tabindex="0" aria-label="The record, scrolls"><table>'
        f'<caption class="hidden-text">Row {record.number} of the file, column by column</caption>'
        f'<thead><tr><th scope="col">Column</th><th scope="col">Text</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>",
        note=f"The column of this figure first, then all {count(len(record.fields), 'column')} in order; "
        "read from the inbox just now.",
    )


def _fields(fields: Iterable[tuple[str, str]], css: str = "") -> str:
    return "".join(
        f'<tr{css}><th scope="row">{escape(name)}</th><td>{escape(text) if text.strip() else NONE}</td></tr>'
        for name, text in fields
    )


def sources_card(trace: Trace) -> str:
    """Draw every source of the figure; the one that is shown is marked."""
    if len(trace.cells) < 2:
        return ""
    lines = "".join(_source_row(cell, trace) for cell in trace.cells)
    heads = _heads(("", ""), ("File", ""), ("Status", ""), ("Figure", "n"), ("Text", ""), ("Row", "n"))
    return card(
        f"All {len(trace.cells)} sources of this figure",
        '<div class="scroll"><table><caption class="hidden-text">Sources, the one shown first</caption>'
        f"<thead><tr>{heads}{_heads(('Column', ''), ('Loaded', ''))}</tr></thead><tbody>{lines}</tbody>"
        "</table></div>",
        note=trace.rule,
    )


def _source_row(cell: Cell, trace: Trace) -> str:
    mark = "★ Shown" if cell.is_best else "Kept"
    file = cell.file
    return (
        f'<tr><th scope="row" class="nowrap">{mark}</th>'
        f"<td>{link(file.file_name, 'about_data', file=file.extract_id)}"
        f'<span class="small muted under-line">{escape(file.layout_title)}</span></td>'
        f"<td>{escape(cell.release_status)}</td>"
        f'<td class="n">{figure(cell.value, trace.decimals, trace.unit)}</td><td>{_text(cell.raw)}</td>'
        f'<td class="n">{cell.row:,}</td><td><code>{escape(cell.column)}</code></td>'
        f'<td class="nowrap">{moment(file.loaded_at)}'
        f'<span class="small muted under-line">{escape(file.loaded_by)}</span></td></tr>'
    )


def members_card(trace: Trace) -> str:
    """Draw the figures that a mean or a rank is taken over, each leading to its own origin."""
    if not trace.members:
        return ""
    # In a long list the one asked about would be out of sight: it stands first as well.
    first = [member for member in trace.members if member.is_asked] if len(trace.members) > SEEN else []
    lines = "".join(_member_row(member, trace) for member in (*first, *trace.members))
    return card(
        trace.members_title,
        '<div class="members" role="region" tabindex="0" aria-label="Figures, scrolls"><table>'
        f'<caption class="hidden-text">{escape(trace.members_title)}</caption><thead><tr>'
        f"{_heads(('Whose figure', ''), ('Figure', 'n'))}</tr></thead><tbody>{lines}</tbody></table></div>",
        note=trace.rule,
    )


def _member_row(member: Member, trace: Trace) -> str:
    value = figure(member.value, trace.member_decimals, trace.member_unit)
    shown = sourced(value, **member.address) if member.value is not None else "no figure"
    asked = ' class="asked" aria-current="true"' if member.is_asked else ""
    return f'<tr{asked}><th scope="row">{escape(member.name)}</th><td class="n">{shown}</td></tr>'


def beside_card(trace: Trace) -> str:
    """Draw what the figure is compared with, each leading to its own origin."""
    if not trace.beside:
        return ""
    lines = "".join(
        f'<li><span>{escape(member.name)}</span><b class="num">{_beside(member, trace)}</b></li>'
        for member in trace.beside
    )
    return card("Compared with", f'<ul class="list">{lines}</ul>')


def _beside(member: Member, trace: Trace) -> str:
    is_place = "of" in member.address
    value = figure(member.value, 0) if is_place else figure(member.value, trace.decimals, trace.unit)
    return sourced(value, **member.address)


def steps_card(made: Trace | RuleOrigin) -> str:
    """Draw the SQL that made a figure, or reads a rule's thresholds, one statement a fold, in order."""
    folds = "".join(
        f'<details class="step"><summary>{at}. sql/{escape(step.path)}.sql</summary>'
        f'<pre class="sql">{_lines(step.text)}</pre></details>'
        for at, step in enumerate(made.steps, start=1)
    )
    told = f'<p class="small muted">{escape(made.rule)}</p>' if isinstance(made, Trace) else ""
    return card("The SQL that made it" if told else "The SQL that reads it", f"{told}{folds}")


def _lines(text: str) -> str:
    """Escape a statement line by line, so that its line breaks stay."""
    return "\n".join(escape(line) for line in text.splitlines())


def _heads(*heads: tuple[str, str]) -> str:
    return "".join(f'<th scope="col" class="{css}">{escape(words)}</th>' for words, css in heads)
