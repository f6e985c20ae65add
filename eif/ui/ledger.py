"""Where did every cell of every file go, in tables a person can add up?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from eif.ui.escape import escape
from eif.ui.figures import NONE, is_text, moment
from eif.ui.shell import card, link, rows

BLANK = "(blank)"


def source_table(sources: pd.DataFrame, *, title: str) -> str:
    """Draw the files by publication; each name leads to the file's own columns."""
    groups = "".join(
        f'<tbody><tr><th scope="rowgroup" colspan="7" class="group">{escape(publication)}'
        f'<span class="small muted">, {escape(publisher)}</span></th></tr>'
        f"{''.join(_source_row(row) for row in rows(files))}</tbody>"
        for (publication, publisher), files in sources.groupby(["publication", "publisher"], sort=False)
    )
    heads = _heads("File", "Period", "Status") + _heads("Rows", "Used", "Refused", css="n") + _heads("Loaded")
    return card(
        title,
        '<div class="scroll" role="region" tabindex="0" aria-label="Files"><table>'
        f'<caption class="hidden-text">Files of this release, by publication</caption>'
        f"<thead><tr>{heads}</tr></thead>{groups}</table></div>",
    )


def _source_row(row: Any) -> str:
    to_file = link(row.file_name, "about_data", file=row.extract_id)
    return (
        f'<tr><th scope="row">{to_file}{_under(row.layout_title)}</th>'
        f'<td class="nowrap">{_text(row.period)}</td><td>{_text(row.release_status)}</td>'
        f'<td class="n">{int(row.rows_in):,}</td><td class="n">{int(row.rows_accepted):,}</td>'
        f'<td class="n">{int(row.rows_rejected):,}</td>'
        f'<td class="nowrap">{moment(row.loaded_at)}{_under(row.loaded_by)}</td></tr>'
    )


def ledger_table(sources: pd.DataFrame, missing: pd.DataFrame) -> str:
    """Draw for each file the sum that its cells make: values, each missing code, rejected."""
    codes = {extract: list(rows(group)) for extract, group in missing.groupby("extract_id")}
    body = "".join(_ledger_row(row, codes.get(row.extract_id, [])) for row in rows(sources))
    total = sources[["cells", "value_cells", "missing_cells", "rejected_cells"]].sum().astype(int)
    foot = (
        f'<tr><th scope="row">All files</th><td class="n"><b>{total["cells"]:,}</b></td>'
        f'<td class="n">{total["value_cells"]:,}</td><td>{total["missing_cells"]:,} missing</td>'
        f'<td class="n">{total["rejected_cells"]:,}</td></tr>'
    )
    heads = _heads("File") + _heads("Cells", "= values", css="n") + _heads("+ each missing code")
    return card(
        "Where every cell went",
        '<div class="scroll" role="region" tabindex="0" aria-label="Cell ledger"><table class="ledger">'
        '<caption class="hidden-text">Cells of each file: values, missing codes and rejected cells add up '
        f"to all cells</caption><thead><tr>{heads}{_heads('+ rejected', css='n')}</tr></thead>"
        f"<tbody>{body}</tbody><tfoot>{foot if len(sources) > 1 else ''}</tfoot></table></div>",
        note="Cells are those of the columns that hold figures or describe schools; each is counted once.",
    )


def _ledger_row(row: Any, codes: list[Any]) -> str:
    parts = " ".join(f'<span class="code">{_code(one.code)} {int(one.cells):,}</span>' for one in codes)
    return (
        f'<tr><th scope="row">{link(row.file_name, "about_data", file=row.extract_id)}</th>'
        f'<td class="n"><b>{int(row.cells):,}</b></td><td class="n">{int(row.value_cells):,}</td>'
        f'<td>{parts or "0"}</td><td class="n">{int(row.rejected_cells):,}</td></tr>'
    )


def meaning_table(missing: pd.DataFrame) -> str:
    """Draw what each missing code means and how often it was met; a code is never read as zero."""
    title = "What a missing figure means"
    if missing.empty:
        return card(title, "<p>No missing code was met.</p>")
    met = (
        missing.fillna({"code": ""})
        .groupby("code", as_index=False)
        .agg(met=("cells", "sum"), meaning=("meaning", _all_meanings))
    )
    body = "".join(
        f'<tr><th scope="row"><code>{_code(row.code)}</code></th><td>{escape(row.meaning)}</td>'
        f'<td class="n">{int(row.met):,}</td></tr>'
        for row in rows(met.sort_values(by=["met"], ascending=False))
    )
    return card(
        title,
        '<table><caption class="hidden-text">Missing codes with their meaning</caption><thead><tr>'
        f"{_heads('Code', 'Meaning')}{_heads('Cells', css='n')}</tr></thead><tbody>{body}</tbody></table>",
        note="A missing figure is never read as zero and never makes a rating green.",
    )


def column_table(ledger: pd.DataFrame) -> str:
    """Draw the ledger of one file, column by column (`screen_ledger` of one extract)."""
    columns = ledger.assign(code=ledger["missing_code"]).groupby("column_name", sort=False)
    body = "".join(_column_row(str(name), group) for name, group in columns)
    heads = _heads("Column") + _heads("Cells", "= values", css="n") + _heads("+ each missing code")
    return card(
        "Column by column",
        '<div class="scroll" role="region" tabindex="0" aria-label="Columns"><table class="ledger">'
        '<caption class="hidden-text">Cells of each column of this file</caption>'
        f"<thead><tr>{heads}{_heads('+ rejected', css='n')}</tr></thead><tbody>{body}</tbody></table></div>",
    )


def _column_row(name: str, group: pd.DataFrame) -> str:
    first = group.iloc[0]
    met = group[group["missing_cells"] > 0]
    parts = " ".join(
        f'<span class="code">{_code(row.code)} {int(row.missing_cells):,}</span>' for row in rows(met)
    )
    return (
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td class="n">{int(first.cells):,}</td>'
        f'<td class="n">{int(first.value_cells):,}</td><td>{parts or "0"}</td>'
        f'<td class="n">{int(first.rejected_cells):,}</td></tr>'
    )


def file_facts(source: pd.Series) -> str:
    """Draw where one file came from and how it was read."""
    facts = {
        "Publisher": source.publisher,
        "Publication": source.publication,
        "Period": source.period,
        "Period known from": source.period_from,
        "Release status": source.release_status,
        "Text encoding": source.encoding,
        "Size": f"{int(source.bytes):,} bytes",
        "Rows met": f"{int(source.rows_in):,}",
        "Rows used": f"{int(source.rows_accepted):,}; {int(source.rows_left_out):,} of no use here, "
        f"{int(source.rows_rejected):,} refused",
        "Rows mended": f"{int(source.rows_padded):,} padded, {int(source.rows_joined):,} joined",
        "Loaded": f"{moment(source.loaded_at)} UTC by {source.loaded_by}",
        "Kinds of row": source.notes,
        "SHA-256": source.sha256,
    }
    body = "".join(
        f"<div><dt>{name}</dt><dd>{_text(value)}</dd></div>"
        for name, value in facts.items()
        if is_text(value)
    )
    return card("Where it came from", f'<dl class="facts">{body}</dl>')


def _heads(*words: str, css: str = "") -> str:
    return "".join(f'<th scope="col"{f" class={css}" if css else ""}>{word}</th>' for word in words)


def _all_meanings(meanings: pd.Series) -> str:
    """Join what the layouts say about one code: publishers do not all mean the same by it."""
    return " or ".join(sorted(meanings.unique()))


def _under(value: object) -> str:
    return f'<span class="small muted under-line">{_text(value)}</span>'


def _code(code: object) -> str:
    return escape(code) if is_text(code) else BLANK


def _text(value: object) -> str:
    return escape(value) if is_text(value) else NONE
