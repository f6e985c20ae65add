"""What does the council ask its schools and teams for? The dictionary as one page of Markdown.

`python -m eif.council.document` writes `docs/council-data.md`; a test holds the page against the definitions.
"""

from __future__ import annotations

from eif.config import ROOT
from eif.council.words import SMALL, due_words, feeds, fresh_words, schools_words, sender_words, type_words
from eif.extracts import Layout
from eif.extracts.dataset import SCHOOL, URN, Column, Dataset
from eif.extracts.dataset_tables import asked

PAGE = ROOT / "docs" / "council-data.md"

OPENING = f"""# What the council asks for

Written from `eif/extracts/layouts/council_*.toml` by `python -m eif.council.document`: change those, not
this page.

`python -m eif templates FOLDER` writes a workbook for each of these, with a guide; where a release is
published, the schools that owe it are filled in. Fill in the data sheet and load it with
`python -m eif load`; a CSV with the same columns is read too.

- Counts, dates and statuses of schools only: a file with a column that is not asked for is refused, and
  nothing of it is kept. {SMALL}
- A cell that breaks its column's rule is set aside with what to do; the rest of the file stands. A blank
  stays blank and is never a 0. Write `n/a` where a question does not apply, `not known` where nobody knows.
- Dates are day/month/year. A school's later return for the same time takes the place of the earlier one.
- Shares and rates are worked out from the counts, so that nobody has to and everybody does it alike.
"""


def describe_datasets() -> str:
    """The whole page: one section a dataset, by framework area."""
    return OPENING + "".join(_section(layout, dataset) for layout, dataset in asked())


def _section(layout: Layout, dataset: Dataset) -> str:
    told = [
        ("asked for by", dataset.owner),
        ("filled in by", sender_words(dataset)),
        ("schools", schools_words(dataset)),
        ("when", due_words(dataset)),
        ("counts as current", fresh_words(dataset)),
        ("framework", ", ".join(dataset.descriptors) or "context, never rated"),
    ]
    lines = "\n".join(f"| {name} | {text} |" for name, text in told)
    columns = "\n".join(_line(layout, column) for column in (*dataset.lead, *dataset.columns))
    return (
        f"\n## {layout.title}\n\n{dataset.why}\n\n| `{layout.id}` | |\n| --- | --- |\n{lines}\n\n"
        "| column | must be filled in | what it means | what may stand in it | kept as |\n"
        "| --- | --- | --- | --- | --- |\n"
        f"| {URN} | yes | The school's six-figure number. | six figures | urn |\n"
        f"| {SCHOOL} | no | For the reader; it is not kept. | short text | |\n{columns}\n"
    )


def _line(layout: Layout, column: Column) -> str:
    kept = ", ".join(f"`{each}`" for each in feeds(layout, column).split(", "))
    must = "yes" if column.required else "no"
    return f"| {column.name} | {must} | {column.means} | {type_words(column)} | {kept} |"


if __name__ == "__main__":
    PAGE.write_text(describe_datasets(), encoding="utf-8")
