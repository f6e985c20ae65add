"""Which tables say, in a release, what the council asks for?"""

from __future__ import annotations

import duckdb

from eif.extracts.dataset import Column, Dataset
from eif.extracts.layout import Layout, load_layouts
from eif.sql import insert_rows

TABLES = {
    # What is asked, of whom and why; `is_list`: a register in which a school may have several records.
    "dataset": """
        dataset varchar, title varchar, owner varchar, area varchar, descriptors varchar[],
        returned_by varchar, why varchar, every varchar, fresh_months integer, phases varchar[],
        maintained_only boolean, is_list boolean, ord integer""",
    # What each item is, in the order asked. `people`: a count of people; `headline`: shown first; `whole_no`:
    # the item that it is a part of; `choices`: the only words that may stand in it, none where any may.
    "dataset_item": """
        dataset varchar, item_no smallint, item varchar, title varchar, type varchar, required boolean,
        people boolean, headline boolean, whole_no smallint, choices varchar[]""",
    # The days of the year by which a return is due, and after which day the time it describes must end.
    "dataset_due": """
        dataset varchar, by_month integer, by_day integer, after_month integer, after_day integer""",
}


def load_datasets(con: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the tables that describe council-held data, from the layouts."""
    rows: dict[str, list[list[object]]] = {name: [] for name in TABLES}
    for ord_, (layout, dataset) in enumerate(asked(), start=1):
        rows["dataset"].append(
            [
                layout.id, layout.title, dataset.owner, dataset.area, list(dataset.descriptors),
                dataset.returned_by, dataset.why, dataset.every, dataset.fresh_months, list(dataset.phases),
                dataset.maintained_only, bool(dataset.listed), ord_,
            ]
        )  # fmt: skip
        place = {each.name: number for number, each in enumerate(dataset.items)}
        rows["dataset_item"] += [
            [
                layout.id, number, each.item, each.name, each.type, each.required, each.people,
                each.headline, place.get(each.part_of or ""), _words(each),
            ]
            for number, each in enumerate(dataset.items)
        ]  # fmt: skip
        rows["dataset_due"] += [[layout.id, *due.by, *due.after] for due in dataset.due]
    for name, columns in TABLES.items():
        con.execute(f"create or replace table {name} ({columns})")
        insert_rows(con, name, rows[name])


def _words(column: Column) -> list[str]:
    return ["Yes", "No"] if column.type == "yes or no" else list(column.choices)


def asked() -> list[tuple[Layout, Dataset]]:
    """Every layout that asks for something, by framework area and title."""
    areas = (
        "quality_of_education",
        "leadership",
        "inclusion",
        "attendance",
        "attainment",
        "safeguarding",
        "finance",
        "context",
    )
    found = [(layout, layout.dataset) for layout in load_layouts() if layout.dataset]
    return sorted(found, key=lambda each: (areas.index(each[1].area), each[0].title))
