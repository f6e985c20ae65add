"""Is any group of pupils in the real key stage tables left unread?

The names of the columns are taken apart here by what they say, without the layouts: every result that the
catalogue of indicators asks for, of every group that the file holds, must be read.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest

from eif.extracts import ExtractFile, create_staging, stage_files

KS2 = {
    "PTRWM_EXP": "ks2_rwm_exp", "PTRWM_HIGH": "ks2_rwm_high", "PTREAD_EXP": "ks2_read_exp",
    "PTREAD_HIGH": "ks2_read_high", "PTWRITTA_EXP": "ks2_writ_exp", "PTWRITTA_HIGH": "ks2_writ_high",
    "PTMAT_EXP": "ks2_math_exp", "PTMAT_HIGH": "ks2_math_high", "PTGPS_EXP": "ks2_gps_exp",
    "PTGPS_HIGH": "ks2_gps_high", "READ_AVERAGE": "ks2_read_ss", "MAT_AVERAGE": "ks2_math_ss",
    "GPS_AVERAGE": "ks2_gps_ss", "READPROG": "ks2_prog_r", "WRITPROG": "ks2_prog_w", "MATPROG": "ks2_prog_m",
}  # fmt: skip
KS2_GROUPS = {
    "": "all", "_B": "boys", "_G": "girls", "_FSM6CLA1A": "dis", "_NotFSM6CLA1A": "nondis", "_EAL": "eal",
    "_MOBN": "nmob", "_L": "pa_lo", "_M": "pa_mid", "_H": "pa_hi",
}  # fmt: skip
KS4 = {"ATT8SCR": "ks4_a8", "P8MEA": "ks4_p8", "EBACCAPS": "ks4_ebacc_aps"}
KS4_GROUPS = {
    "": "all", "_BOYS": "boys", "_GIRLS": "girls", "_FSM6CLA1A": "dis", "_NFSM6CLA1A": "nondis",
    "_EAL": "eal", "_NMOB": "nmob", "_LO": "pa_lo", "_AV": "pa_mid", "_MID": "pa_mid", "_HI": "pa_hi",
}  # fmt: skip
FILES = [
    ("cscp/2016-2017/850_ks2final.csv", "2016/17", KS2, KS2_GROUPS),
    ("cscp/2017-2018/850_ks2final.csv", "2017/18", KS2, KS2_GROUPS),
    ("cscp/2018-2019/850_ks2final.csv", "2018/19", KS2, KS2_GROUPS),
    ("finance/ks2.xlsx", "2022/23", KS2, KS2_GROUPS),
    ("cscp/2017-2018/815_ks4final.csv", "2017/18", KS4, KS4_GROUPS),
    ("finance/ks4.xlsx", "2022/23", KS4, KS4_GROUPS),
]


def header_of(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
        return [str(name).strip() for name in next(rows)]
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [name.strip() for name in next(csv.reader(handle))]


@pytest.mark.parametrize(("name", "period", "measures", "groups"), FILES, ids=[file[0] for file in FILES])
def test_every_group_of_every_measure_is_read(
    realdata: Path, name: str, period: str, measures: dict[str, str], groups: dict[str, str]
) -> None:
    wanted = {}
    for column in header_of(realdata / name):
        for measure, indicator in measures.items():
            suffix = column.removeprefix(measure)
            if column.startswith(measure) and suffix in groups:
                wanted[indicator, groups[suffix], period] = column
            elif year := re.fullmatch(
                re.escape(measure) + r"(_FSM6CLA1A|_NotFSM6CLA1A|_NFSM6CLA1A|)_(\d\d)", column
            ):
                ending = 2000 + int(year[2])
                earlier = f"{ending - 1}/{ending % 100:02d}"
                wanted[indicator, groups[year[1]], earlier] = column
    con = duckdb.connect()
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(realdata / name, name)], loaded_by="test")
    assert outcome.accepted, outcome.message
    read = {
        (indicator, group, said): column
        for indicator, group, said, column in con.execute(
            "select distinct indicator, pupil_group, period, source_column from staged_value"
        ).fetchall()
    }
    assert {(indicator, period) for indicator, *_ in wanted} >= {(each, period) for each in measures.values()}
    assert {key: read.get(key) for key in wanted} == wanted
