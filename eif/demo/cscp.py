"""How does Compare school and college performance describe the fictional schools?

Absence, census and school information of each year, in folders named after the year, as the files themselves
never say which year they are. UTF-8 with a byte order mark and line feeds. Absence of 2014/15 counts
persistent absence from 15% of sessions, as publishers then did; there is none for 2019/20.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from eif.demo.city import City, column_of, year_name
from eif.demo.published import YEARS
from eif.demo.resources import header
from eif.demo.text import Text, coded, short, whole, write_table

_TYPES = {
    "nursery": "State-funded nursery", "primary": "State-funded primary",
    "secondary": "State-funded secondary",
    "all-through": "State-funded secondary", "special": "State-funded special school",
    "alternative provision": "Pupil referral unit",
}  # fmt: skip
_NATION = {"PRI": "primary", "SEC": "secondary", "SPE": "special"}


def write_cscp(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write the three files of every year; gives each path with its rows."""
    written = []
    for year in YEARS:
        into = folder / year_name(year)
        if year != 2020:
            written.append(_absence(city, year, into / "england_abs.csv"))
        written.append(_census(city, year, into / "england_census.csv"))
        written.append(_information(city, year, into / "england_school_information.csv"))
    return written


def _absence(city: City, year: int, path: Path) -> tuple[Path, int]:
    spells, t = city.in_year(year), column_of(year)
    spells = spells[~np.isnan(city.absence.overall[spells["place"].to_numpy(), t])]
    at = spells["place"].to_numpy()
    enrolments = city.absence.enrolments[at, t]
    persistent = 100 * city.absence.persistent[at, t] / enrolments
    nation = [
        [city.published.england_by_year(m)[t] for m in measures]
        for measures in (
            ("PriTotAbs", "SFPriPerAbNew"), ("SecTotAbs", "SFSecPerAbNew"),
            ("total_absence_special", "SpecPerAbNew")
        )
    ]  # fmt: skip
    older = year == 2015
    share = np.append(persistent, [row[1] for row in nation]) * (0.38 if older else 1.0)
    rate = np.append(city.absence.overall[at, t], [row[0] for row in nation])
    few = np.append(enrolments <= 20, [False] * 3)
    columns: dict[str, Text | str] = {
        "LA": np.append(spells["la_code"].to_numpy(dtype=object), ["NAT"] * 3),
        "ESTAB": np.append(spells["estab"].to_numpy(dtype=object), list(_NATION)),
        "URN": np.append(spells["urn"].to_numpy(dtype=object), [""] * 3),
        "PERCTOT": coded(short(rate, 1), few, "SUPP"),
        "PPERSABS15" if older else "PPERSABS10": coded(short(share, 1), few, "SUPP"),
    }
    names = header("cscp_abs_15" if older else "cscp_abs")
    encoding = "utf-8" if older else "utf-8-sig"
    return path, write_table(path, names, columns, len(rate), encoding=encoding, newline="\n")


def _census(city: City, year: int, path: Path) -> tuple[Path, int]:
    spells, t = city.in_year(year), column_of(year)
    at = spells["place"].to_numpy()
    context = city.context
    kind = spells["phase"].map(_TYPES).to_numpy(dtype=object)
    shares = {
        name: array[at, t]
        for name, array in {
            "plan": context.ehcp, "support": context.sen_support, "eal": context.eal, "fsm": context.fsm,
            "fsm6": context.fsm6, "girls": context.girls,
        }.items()
    }  # fmt: skip
    roll = context.roll[at, t]
    unknown = np.where(np.arange(len(roll)) % 3 == 0, 0.4, 0.0)
    counts = {name: np.rint(roll * share / 100) for name, share in shares.items()}
    counts["support"] = np.minimum(counts["support"], roll - counts["plan"])
    counts["unclassified"] = np.minimum(np.rint(roll * unknown / 100), roll - counts["eal"])
    frame = pd.DataFrame({"roll": roll, "kind": kind} | counts)
    frame = pd.concat([frame, _nation(city, frame, t)], ignore_index=True)
    codes = np.append(spells["urn"].to_numpy(dtype=object), ["NAT"] * 3)
    base = frame["roll"].to_numpy()
    english = base - frame["eal"] - frame["unclassified"]
    nursery = (frame["kind"] == _TYPES["nursery"]).to_numpy()
    percent = {name: short(100 * frame[name] / base, 1) for name in (*counts, "roll")}
    ever = coded(whole(frame["fsm6"]), nursery, "NA")
    columns: dict[str, Text | str] = {
        "URN": codes,
        "LA": np.append(spells["la_code"].to_numpy(dtype=object), [""] * 3),
        "ESTAB": np.append(spells["estab"].to_numpy(dtype=object), list(_NATION)),
        "SCHOOLTYPE": frame["kind"].to_numpy(dtype=object),
        "NOR": whole(base), "NORG": whole(frame["girls"]), "NORB": whole(base - frame["girls"]),
        "PNORG": percent["girls"], "PNORB": short(100 - 100 * frame["girls"] / base, 1),
        "TSENELSE": whole(frame["plan"]), "PSENELSE": percent["plan"],
        "TSENELK": whole(frame["support"]), "PSENELK": percent["support"],
        "NUMEAL": whole(frame["eal"]), "NUMENGFL": whole(english), "NUMUNCFL": whole(frame["unclassified"]),
        "PNUMEAL": percent["eal"], "PNUMENGFL": short(100 * english / base, 1),
        "PNUMUNCFL": percent["unclassified"],
        "NUMFSM": whole(frame["fsm"]), "NUMFSMEVER": ever,
        "PNUMFSMEVER": coded(percent["fsm6"], nursery, "NA"),
    }  # fmt: skip
    older = year <= 2018
    if older:  # no type of school, and the share eligible for free meals stands where the number stands later
        columns["PNUMFSM"] = percent["fsm"]
        del columns["SCHOOLTYPE"], columns["NUMFSM"]
    names = header("cscp_census_2018" if older else "cscp_census")
    return path, write_table(path, names, columns, len(frame), newline="\n")


def _nation(city: City, frame: pd.DataFrame, t: int) -> pd.DataFrame:
    """Primary, secondary and special rows: published shares, or where there are none those of the schools."""
    groups = {
        "primary": "State-funded primary",
        "secondary": "State-funded secondary",
        "special": "State-funded special school",
    }
    shares = {
        "primary": ("Ever6_FSM_Prim", "PriFSM", "EALPri", "PrimStatements", "PrimNoStatements"),
        "secondary": ("Ever6_FSM_Sec", "SecFSM", "EALSec", "SecStatements", "SecNoStatements"),
    }
    rows = []
    for name, kind in groups.items():
        total = frame[frame["kind"] == kind].drop(columns="kind").sum()
        for column, measure in zip(
            ("fsm6", "fsm", "eal", "plan", "support"), shares.get(name, ()), strict=False
        ):
            value = city.published.england_by_year(measure)[t]
            if not np.isnan(value):
                total[column] = np.rint(total["roll"] * value / 100)
        rows.append(total)
    return pd.DataFrame(rows).assign(kind=list(groups.values()))


def _information(city: City, year: int, path: Path) -> tuple[Path, int]:
    spells = city.in_year(year)
    place = city.schools.places.iloc[spells["place"].to_numpy()].reset_index(drop=True)
    opened = pd.to_datetime(spells["opened_on"], format="%d-%m-%Y", errors="coerce")
    closed = pd.to_datetime(spells["closed_on"], format="%d-%m-%Y", errors="coerce")
    fresh = (opened >= pd.Timestamp(year - 1, 9, 1)) & (opened <= pd.Timestamp(year, 8, 31))
    ending = closed <= pd.Timestamp(year, 8, 31)
    academy = spells["academy"].to_numpy(dtype=bool)
    group = np.where(
        academy, "Academy", np.where(spells["kind"] == "special", "Special School", "Maintained School")
    )
    younger = (place["low"] <= 10) & (place["phase"] != "nursery")
    columns: dict[str, object] = {
        "URN": spells["urn"], "LA": spells["la_code"], "ESTAB": spells["estab"],
        "LAESTAB": spells["la_code"] + spells["estab"], "SCHNAME": spells["name"],
        "STREET": place["street"], "TOWN": spells["la_name"], "POSTCODE": spells["postcode"],
        "ICLOSE": np.where(ending, "2", "1"),
        "OPENDATE": opened.dt.strftime("%Y%m%d").where(fresh, "").fillna(""),
        "CLOSEDATE": closed.dt.strftime("%Y%m%d").where(ending, "").fillna(""),
        "ISNEW": np.where(fresh, "1", "0"), "MINORGROUP": group, "NFTYPE": spells["type_said"],
        "ISPRIMARY": np.where(younger, "1", "0"), "ISSECONDARY": np.where(place["high"] > 11, "1", "0"),
        "ISPOST16": np.where(place["high"] > 16, "1", "0"),
        "AGEL": whole(place["low"]), "AGEH": whole(place["high"]), "GENDER": place["gender"],
        "SIXFGENDER": np.where(place["sixth"], "Mixed", ""), "RELDENOM": place["religion"],
        "ADMPOL": np.where(place["selective"], "Selective",
        np.where(place["high"] > 11, "Non-selective", "Not recorded")),
        "OTHERURN": np.where(fresh, spells["old_urn"], ""),
    }  # fmt: skip
    text = {name: np.asarray(values, dtype=object) for name, values in columns.items()}
    rows = write_table(
        path, header("cscp_school_information"), text | {"NEWACFLAG": "6", "RE-BROKERED": "0"}, len(spells),
        newline="\n",
    )  # fmt: skip
    return path, rows
