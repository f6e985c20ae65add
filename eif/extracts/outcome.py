"""What became of one file that was given to load?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from eif.extracts.described import Described
from eif.extracts.ledger import LedgerLine
from eif.extracts.read import Recognition

# What is to be said of files that hold no figure that is shown.
USED_FOR = {
    "documentation": "; metadata: it tells about data and holds no figures",
    "ledger": "; recognised, nothing in it is used yet",
    "years": "; metadata: it says which year other files mean by Current",
}


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file. Counts are of cells; `missing` is by code, '' for blank.

    `extract_id` is None until its rows are in a database; `check` is the check of screening that a refused
    file fails.
    """

    name: str
    layout: str | None
    accepted: bool
    message: str
    extract_id: int | None = None
    layout_title: str | None = None
    period: str | None = None
    rows_in: int = 0
    rows_rejected: int = 0
    rows_left_out: int = 0
    cells: int = 0
    value_cells: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    rejected_cells: int = 0
    check: str | None = None


def accepted(found: Recognition, described: Described, lines: Sequence[LedgerLine]) -> FileOutcome:
    """The outcome of a file that was loaded, with the totals of its ledger."""
    columns = {line.column_name: line for line in lines}.values()
    missing: Counter[str] = Counter()
    for line in lines:
        if line.missing_code is not None:
            missing[line.missing_code] += line.missing_cells
    period, _ = described.period(found)
    return FileOutcome(
        name=found.name,
        layout=found.layout.id,
        accepted=True,
        message=_in_words(found, described, period),
        layout_title=found.layout.title,
        period=period,
        rows_in=len(found.table.source_row),
        rows_rejected=len(described.rejected),
        rows_left_out=described.rows_left_out,
        cells=sum(line.cells for line in columns),
        value_cells=sum(line.value_cells for line in columns),
        missing=dict(missing),
        rejected_cells=sum(line.rejected_cells for line in columns),
    )


def _in_words(found: Recognition, described: Described, period: str | None) -> str:
    rows_in = len(found.table.source_row)
    message = f"{found.layout.title}: {rows_in:,} {'row' if rows_in == 1 else 'rows'}"
    if span := described.span():
        message += f" for {span}"
    elif period:
        message += f" for {period}"
    if described.left_out:
        why: Counter[str] = Counter()
        for part in described.left_out:
            why[part.reason] += part.rows
        told = "; ".join(f"{rows:,} {reason}" for reason, rows in why.most_common())
        message += f", {described.rows_left_out:,} left out ({told})"
    if described.rejected:
        message += f", {len(described.rejected):,} set aside ({described.rejected[0].reason})"
    return f"{message}{USED_FOR.get(found.layout.kind, '')}."
