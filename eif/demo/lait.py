"""How does the Local authority interactive tool publish the demonstration's authorities?

`bds_long_0.parquet` in its exact schema (values are text, with the noise of floating point that the real file
has, and `-` for missing), the data dictionary, and the workbooks of statistical neighbours and authority
codes.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from eif.demo.city import City
from eif.demo.published import HOME
from eif.demo.resources import header, records
from eif.demo.text import Text, write_table

SCHEMA = pa.schema([
    ("Short Desc", pa.string()), ("Data item", pa.string()), ("Years", pa.string()),
    ("LA and Regions", pa.string()),
    ("Values", pa.string()), ("LA Number", pa.float64()), ("Region", pa.string()),
])  # fmt: skip
REGIONS = (
    ("England", 970, "England"), ("North East", 980, "North East"), ("North West", 981, "North West"),
    ("Yorkshire and the Humber", 982, "Yorkshire and The Humber"), ("East Midlands", 983, "East Midlands"),
    ("West Midlands", 984, "West Midlands"), ("East of England", 985, "East of England"),
    ("London", 986, "London"),
    ("London (Inner)", 987, "Inner London"), ("London (Outer)", 988, "Outer London"),
    ("South East", 989, "South East"),
    ("South West", 990, "South West"),
)  # fmt: skip
NEIGHBOUR_SETS = {
    "sn_may_2025": (
        "892 Very close;352 Very close;380 Very close;391 Close;353 Close;889 Close;373 Close;806 Close;"
        "852 Close;355 Close"
    ),
    "sn_april_2021": (
        "821 Close;333 Close;336 Close;892 Close;352 Somewhat close;335 Somewhat close;308 Somewhat close;"
        "831 Somewhat close;320 Somewhat close;380 Somewhat close"
    ),
}
"""Birmingham's statistical neighbours (DfE, LAIT workbooks of May 2025 and April 2021)."""


def write_lait(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write the five files; gives each path with its rows."""
    folder.mkdir(parents=True, exist_ok=True)
    table = _long(city)
    path = folder / "bds_long_0.parquet"
    pq.write_table(table, path, compression="snappy")
    written = [(path, table.num_rows), _dictionary(city, folder / "lait_data_dictionary.csv")]
    written += [_neighbours(name, said, folder / f"{name}.xlsx") for name, said in NEIGHBOUR_SETS.items()]
    return [*written, _codes(city, folder / "la_code_list.xlsx")]


def _long(city: City) -> pa.Table:
    """One row per measure, period and area: authorities by name, then England and the regions."""
    published = city.published
    las = published.authorities.sort_values("name")
    codes = las["la_code"].tolist()
    names = las["name"].tolist() + [r[0] for r in REGIONS]
    numbers = las["la_code"].astype(float).tolist() + [float(r[1]) for r in REGIONS]
    regions = las["region"].tolist() + ["NA"] * len(REGIONS)
    blocks: list[tuple[str, str | None, str]] = []
    values: list[float] = []
    for row in records(published.measures):
        measure = row["measure"]
        table = pd.concat([published.la[measure][codes], published.region[measure]], axis=1)
        table["England"] = published.england[measure]
        table = table[codes + [r[2] for r in REGIONS]].drop(index="2015", errors="ignore")
        periods = _periods(table.index.tolist())
        blocks += [(measure, row["title"] if i == 0 else None, period) for i, period in enumerate(periods)]
        values += table.reindex(periods).to_numpy(dtype=float).ravel().tolist()
    area = len(names)
    repeated = [np.repeat(np.array(part, dtype=object), area) for part in zip(*blocks, strict=True)]
    columns = [
        *repeated, names * len(blocks), [_number(v) for v in values], numbers * len(blocks),
        regions * len(blocks),
    ]  # fmt: skip
    return pa.table([pa.array(c, type=f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


def _periods(known: list[str]) -> list[str]:
    """Published periods, with the academic years between them that had no results."""
    if not all(re.fullmatch(r"\d{4}", p[:4]) and "/" not in p and "-" not in p for p in known):
        return known
    said = {int(p[:4]): p for p in known}
    return [said.get(year, str(year)) for year in range(min(said), max(said) + 1)]


def _number(value: float) -> str:
    """Text as the source writes it: 17 significant digits, so 8.03 becomes 8.0299999999999994."""
    return "-" if np.isnan(value) else f"{value:.17g}"


def _dictionary(city: City, path: Path) -> tuple[Path, int]:
    measures = city.published.measures
    said = {
        "Measure_code": measures["measure_code"], "Topic": measures["topic"], "Measure": measures["title"],
        "Chart_title": measures["title"], "Measure_short": measures["measure"],
        "Polarity": measures["polarity"],
        "y_axis_name": np.where(measures["title"].str.contains("score|points|8|mark"), "Score", "%"),
        "dps": measures["decimals"].replace("", "NA"), "Year_Type": measures["year_type"],
        "No_Quartile": measures["no_quartile"].replace("", "NA"),
    }  # fmt: skip
    columns: dict[str, Text | str] = {n: np.asarray(values, dtype=object) for n, values in said.items()}
    columns |= {
        "state_funded_flag": "NA", "Table_status": "Demonstration", "Last Update": "46120",
        "Next Update": "46485",
        "Description": "Demonstration: Birmingham, West Midlands and England as published; others invented.",
        "Data Owner (DO) /Supplier and Contact Details": "NA", "Methodology": "NA", "Hyperlink(s)": "NA",
    }  # fmt: skip
    rows = write_table(
        path,
        header("lait_dictionary"),
        columns,
        len(measures),
        encoding="utf-8",
        newline="\n",
        quote_all=True,
    )
    return path, rows


def _neighbours(name: str, said: str, path: Path) -> tuple[Path, int]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "LA SN Groups"
    sheet.append([*"ABCDE", *range(3, 23)])
    sheet.append(list(range(1, 26)))
    sheet.append(
        [
            "LA num",
            "LA Name",
            "LA number",
            "GOInd",
            "GOReg",
            *(w for i in range(1, 11) for w in (f"SN{i}", "SNP")),
        ]
    )
    near = [pair.split(" ", 1) for pair in said.split(";")]
    sheet.append(
        [int(HOME), "Birmingham", int(HOME), 8, "West Midlands", *(w for c, p in near for w in (int(c), p))]
    )
    _save(book, path)
    return path, 1


def _codes(city: City, path: Path) -> tuple[Path, int]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet.append(["LA Number", "LA Name", "Region", "Type"])
    las = city.published.authorities.sort_values("name")
    for row in records(las):
        sheet.append([int(row["la_code"]), row["name"], row["region"], row["la_type"]])
    for name, number, _ in REGIONS:
        sheet.append([number, name, "NA", "NA"])
    _save(book, path)
    return path, len(las) + len(REGIONS)


def _save(book: openpyxl.Workbook, path: Path) -> None:
    """Save with the same bytes every time: a workbook otherwise carries the moment it was written."""
    raw = BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-03-02T09:00:00Z", content)
            target.writestr(
                zipfile.ZipInfo(entry.filename, (2026, 3, 2, 9, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
