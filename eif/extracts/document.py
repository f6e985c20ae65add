"""Which files can a data officer load today? The layouts as one page of Markdown.

`python -m eif.extracts.document` writes `docs/layouts.md`; a test holds the page against the layouts.
"""

from __future__ import annotations

from collections.abc import Iterable

from eif.config import ROOT
from eif.extracts.layout import Layout, load_layouts

PAGE = ROOT / "docs" / "layouts.md"

USES = {
    "values": "figures of schools and areas",
    "schools": "schools and their descriptions",
    "links": "links between schools",
    "la_values": "figures of councils",
    "measures": "titles and polarity of measures",
    "neighbours": "statistical neighbours",
    "las": "names and regions of councils",
    "groups": "trusts, federations and other groups",
    "group_links": "which school belongs to which group, since when",
    "governance": "posts in governance, by role and dates; nobody is named",
    "inspections": "inspections and their judgements",
    "facts": "what the council asks its schools and teams for",
    "similar_schools": "which schools are similar to a school",
    "similar_values": "the figures by which similar schools are found",
    "years": "which year another file means by Current",
    "ledger": "recognised and counted to the cell; its figures are not used yet",
    "documentation": "recognised; holds no figures",
    "demonstration": "marks a load as the demonstration city",
}
YEARS = {
    "stated": "`--period`, the folder (`2018-2019/`), or columns such as `_18`",
    "column": "a column of the file",
    "optional": "none needed",
    "none": "none needed",
}

OPENING = """# Files that can be loaded

Written from `eif/extracts/layouts` by `python -m eif.extracts.document`: change the layouts, not this page.

A file is recognised by these columns, never by its name; any order and further columns are fine. Of several
layouts that fit, the one with the most columns in common wins. Missing codes become a status and are never
read as zero; any other text in a column of numbers refuses the file, with the column, the line and what to
do. What the council asks its schools and teams for is in [council-data.md](council-data.md).
"""


def describe_layouts(layouts: Iterable[Layout]) -> str:
    """The whole page: one section a layout, by publication."""
    published = [layout for layout in layouts if not layout.dataset]
    ordered = sorted(published, key=lambda layout: (layout.publication, layout.title))
    return OPENING + "".join(_section(layout) for layout in ordered)


def _section(layout: Layout) -> str:
    lines = [
        ("publication", f"{layout.publication}, {layout.publisher}"),
        ("files", " or ".join(layout.formats)),
        ("recognised by", _recognised(layout)),
        ("used for", _uses(layout)),
        ("indicators", ", ".join(f"`{each}`" for each in sorted({m.indicator for m in layout.mapped}))),
        ("pupil groups by row", ", ".join(f"`{each}`" for each in _groups(layout))),
        ("rows left out", "; ".join(_left_out(layout))),
        ("year from", _year(layout)),
        ("missing codes", ", ".join(f"`{code}` {status}" for code, status in layout.codes.items())),
        ("release status", _status(layout)),
    ]
    told = "\n".join(f"| {name} | {text.replace('|', chr(92) + '|')} |" for name, text in lines if text)
    return f"\n## {layout.title}\n\n| `{layout.id}` | |\n| --- | --- |\n{told}\n"


def _groups(layout: Layout) -> list[str]:
    return sorted(layout.pupil_groups()) if layout.group else []


def _left_out(layout: Layout) -> Iterable[str]:
    for only in layout.only:
        texts = ", ".join(f"`{text}`" for text in only.texts)
        yield f"`{only.column}` {'' if only.leave else 'other than '}{texts}: {only.why}"
    if layout.group:
        yield f"other groups in `{'/'.join(layout.group.columns)}`"
    for column in layout.breakdowns():
        yield f"other texts in `{column}`"


def _status(layout: Layout) -> str:
    if layout.release is None:
        return layout.release_status
    return f"as its column `{'/'.join(layout.release.columns)}` says"


def _year(layout: Layout) -> str:
    told = ", or the data map loaded with it" if layout.period_told_by else ""
    return YEARS[layout.period_from] + told


def _recognised(layout: Layout) -> str:
    if layout.shape:
        return "no layout fits it, and hardly one of its cells is a number"
    return "; or ".join(", ".join(f"`{column}`" for column in key) for key in layout.keys)


def _uses(layout: Layout) -> str:
    schools = ["schools' names and types"] if layout.school and layout.kind != "schools" else []
    return ", ".join([USES[layout.kind], *schools])


if __name__ == "__main__":
    PAGE.write_text(describe_layouts(load_layouts()), encoding="utf-8")
