"""How are all schools by seven areas shown at once, to the eye, to the keyboard and to a screen reader?

One semantic table: a caption, headers with scope, a link per school, and in every cell a shape, a word and
how much of the area the data can evidence. Colour comes third. Each cell leads to the evidence behind it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from eif.outputs.grid import Cell, Grid, Row
from eif.outputs.words import RATING
from eif.ui.escape import escape
from eif.ui.figures import NONE
from eif.ui.marks import candidate_mark, category_mark, draw
from eif.ui.shell import anchor, carried, link

# The region ends where a window ends, so that its header stays in sight; 15 schools at 1366 x 768.
CSS = """
.eif .rag-region{background:#fff;border:1px solid var(--line);border-radius:8px;padding:0 8px;overflow:auto}
.eif .rag-region{max-height:calc(100vh - 186px);min-height:260px;margin-bottom:-18px}
[data-testid="stMain"]:has(.past) .rag-region{max-height:calc(100vh - 256px)}
.eif table.rag{border-collapse:separate;border-spacing:0}
.eif .rag thead th{position:sticky;top:0;z-index:1;background:#fff;padding:4px;line-height:1.15}
.eif .rag td{padding:1px 3px}
.eif .rag tbody th{padding:1px 4px;line-height:1.18;min-width:192px}
.eif .rag tbody th span{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
.eif .rag tbody tr{height:36px}
.eif .rag .mark{width:100%;font-size:12.5px;padding:1px 5px;line-height:1.45}
.eif .rag td a{color:inherit;text-decoration:none;display:block}
.eif .rag td a:hover .mark{outline:2px solid var(--link);outline-offset:1px}
.eif .rag tbody th{position:sticky;left:0;background:#fff}
.eif .rag tbody tr:hover>*{background:#f2f5f8}
@media print{.eif .rag-region{max-height:none;overflow:visible}}
"""


def rag_table(grid: Grid, caption: str) -> str:
    """Draw the grid in its order; `caption` is plain text and names the table for everyone."""
    areas = "".join(f'<th scope="col">{escape(area.short_title)}</th>' for area in grid.areas)
    along = tuple(carried().items())
    ids = tuple(area.area for area in grid.areas)
    body = "".join(_row(row, ids, along) for row in grid.rows)
    return (
        '<div class="rag-region" role="region" tabindex="0" aria-label="Schools by framework area, scrolls">'
        f'<table class="rag"><caption class="hidden-text">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">School</th><th scope="col">Indicated by data</th>{areas}'
        f'<th scope="col" class="n">Days</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def nothing_found(sentence: str) -> str:
    """Say why the list is empty and what to do."""
    return (
        f'<div class="notice" role="status"><p><b>No school matches.</b> {escape(sentence)}</p>'
        "<p>Set one of the filters above back to All, shorten the words in Find, or "
        f"{link('start again', 'schools')}.</p></div>"
    )


def days(value: float | None) -> str:
    """Write an allowance of days: 6, 1.5, or an en dash where no tier is indicated."""
    return NONE if value is None else f"{value:g}"


# A Row never changes, so its drawing is kept: a new release makes new rows. `along` is what its links carry.
@lru_cache(maxsize=2_000)
def _row(row: Row, areas: tuple[str, ...], along: tuple[tuple[str, Any], ...]) -> str:
    own = dict(along)
    name = link(row.name, "school", urn=row.urn, **own)
    cells = "".join(
        f"<td>{anchor(_mark(cell), 'school', urn=row.urn, area=area, **own)}</td>"
        for area, cell in zip(areas, row.cells, strict=True)
    )
    return (
        f'<tr><th scope="row">{name}<span>{escape(row.about)}</span></th>'
        f"<td>{category_mark(row.category)}{candidate_mark() if row.candidate else ''}</td>{cells}"
        f'<td class="n">{days(row.days)}</td></tr>'
    )


def _mark(cell: Cell) -> str:
    """Coverage is written short, 2/6; where nothing is evidenced, the year that is too long ago."""
    coverage = cell.coverage.replace(" of ", "/") if cell.evidenced else cell.too_old.partition(" ")[0]
    return draw(RATING[cell.rating], cell.word, coverage)
