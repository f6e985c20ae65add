"""Which tables does the reading of extracts fill?

All are in the scratch database of a build; nothing here is published as it stands.
"""

from __future__ import annotations

import duckdb

from eif.extracts.language import STATUSES
from eif.sql import statement

# What a cell can be, in the order of the type cell_status.
CELL_STATUSES = ("value", "blank", "bad", "unknown", *STATUSES)

# Table -> columns, in the order of the contract between reading and the layers above.
TABLES: dict[str, str] = {
    # One row per file accepted. `precedence`: higher wins between files of the same status.
    "staged_extract": """
        extract_id integer, file_name varchar, sha256 varchar, bytes bigint, layout varchar,
        layout_title varchar, publisher varchar, publication varchar, kind varchar, period varchar,
        period_from varchar, release_status varchar, precedence integer, encoding varchar, rows_in integer,
        rows_accepted integer, rows_rejected integer, rows_left_out integer, rows_padded integer,
        rows_joined integer, loaded_at timestamp, loaded_by varchar, notes varchar""",
    # The figures of a file in three tables, which the view staged_value puts together: its rows, what its
    # columns mean, and per row and meaning the parts of one figure.
    "staged_row": """
        extract_id integer, source_row integer, row_kind varchar, urn varchar, la_code varchar,
        area_code varchar, area_name varchar, phase varchar, definition varchar, period varchar,
        pupil_group varchar""",
    "staged_meaning": """
        extract_id integer, meaning_no smallint, indicator varchar, pupil_group varchar, period varchar,
        phase varchar, source_column varchar, share boolean""",
    "staged_figure": """
        extract_id integer, source_row integer, meaning_no smallint, raw varchar, value double,
        numerator double, denominator double, ci_low double, ci_high double, status cell_status""",
    # One row per school per file that names or describes schools.
    "staged_school": """
        extract_id integer, source_row integer, urn varchar, la_code varchar, la_name varchar, estab varchar,
        name varchar, school_type varchar, type_group_raw varchar, phase_raw varchar, status_raw varchar,
        open_date date, close_date date, low_age integer, high_age integer, gender varchar, religion varchar,
        admissions varchar, trust_code varchar, trust_name varchar, ward varchar, constituency varchar,
        postcode varchar, town varchar, easting integer, northing integer, capacity integer, roll integer,
        predecessor_urn varchar, period varchar, precedence integer""",
    "staged_link": """
        extract_id integer, source_row integer, urn varchar, link_urn varchar, link_name varchar,
        link_type varchar, link_date date""",
    "staged_group": """
        extract_id integer, source_row integer, group_uid varchar, group_id varchar, name varchar,
        group_type varchar, status varchar, opened_on date, closed_on date""",
    "staged_group_school": """
        extract_id integer, source_row integer, urn varchar, group_uid varchar, group_id varchar,
        name varchar, group_type varchar, status varchar, joined_on date""",
    # One row per post; nothing about the person who holds it.
    "staged_post": """
        extract_id integer, source_row integer, urn varchar, group_uid varchar, role varchar,
        appointing_body varchar, appointed_on date, term_ends_on date""",
    # One row per file, row, inspection that the row lists, and judgement (NULL where it states none).
    "staged_inspection": """
        extract_id integer, source_row integer, urn varchar, kind varchar, inspection_date date,
        published_date date, inspection_number varchar, inspection_type varchar, inspected_urn varchar,
        own boolean, category varchar, judgement varchar, raw varchar, graded_on date,
        source_column varchar""",
    # One row per LAIT measure, period and area.
    "staged_la_value": """
        extract_id integer, source_row integer, measure varchar, title varchar, period varchar,
        la_code varchar, la_name varchar, region varchar, raw varchar, value double, status varchar""",
    "staged_measure": """
        extract_id integer, measure varchar, title varchar, short_title varchar, topic varchar,
        polarity varchar, decimals integer, year_type varchar, no_quartile boolean""",
    "staged_neighbour": """
        extract_id integer, set_id varchar, valid_from date, la_code varchar, neighbour_code varchar,
        position integer, closeness varchar""",
    # One row per school and school similar to it, and per school and item by which they are found alike.
    "staged_similar_school": """
        extract_id integer, source_row integer, urn varchar, similar_urn varchar, distance double,
        position integer""",
    "staged_similar_value": """
        extract_id integer, source_row integer, urn varchar, phase varchar, item varchar, raw varchar,
        value double, status varchar""",
    "staged_la": """
        extract_id integer, la_code varchar, la_name varchar, region varchar, la_type varchar""",
    # One row per cell of a council return: what it says, or in `problem` why it was set aside.
    "staged_fact": """
        extract_id integer, source_row integer, urn varchar, dataset varchar, item_no smallint, item varchar,
        column_name varchar, period varchar, raw varchar, text varchar, number double, day date,
        status varchar, problem varchar, small boolean""",
    # One row per file, column and missing code met ('' is blank); code NULL where the column has none.
    "cell_ledger": """
        extract_id integer, column_name varchar, cells bigint, value_cells bigint, missing_code varchar,
        missing_cells bigint, rejected_cells bigint""",
    # One row per file and missing code of its layout, whether or not the file has it.
    "missing_code": "extract_id integer, code varchar, status varchar",
    "rejected_row": "extract_id integer, source_row integer, reason varchar, raw_text varchar",
    # Rows of a long file that are none of ours: how many for each text, and why.
    "left_out_row": """
        extract_id integer, column_name varchar, text varchar, reason varchar, rows bigint""",
}


def create_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Create every staging table, empty, for this connection alone.

    They are temporary: written once, read once and never published, they need no file, no compression and no
    checkpoint after each extract, without which a national load takes less than half the time. Where memory
    is short DuckDB spills them to its temporary directory.
    """
    con.execute("set checkpoint_threshold = '1TB'")
    # The words are constants.
    statuses = ", ".join(f"'{each}'" for each in CELL_STATUSES)
    con.execute(f"create or replace temp type cell_status as enum ({statuses})")
    for name, columns in TABLES.items():
        con.execute(f"create or replace temp table {name} ({columns})")
    con.execute(f"create or replace temp view staged_value as {statement('10_stage', 'staged_value')}")


def column_names(table: str) -> list[str]:
    """The columns of a staging table, in order."""
    return [column.split()[0] for column in TABLES[table].split(",")]


def date_columns(table: str) -> set[str]:
    """Those of its columns that hold a day."""
    return {words[0] for column in TABLES[table].split(",") if (words := column.split())[1] == "date"}
