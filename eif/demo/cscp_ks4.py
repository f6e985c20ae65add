"""How do performance tables publish the fictional schools' key stage 4 results?

Final results in the 496 columns of 2017/18, suffixes moved to each year, for 2015/16 to 2018/19 and 2021/22
to 2023/24; provisional results in 25 columns for 2023/24 and 2024/25. Grades of 2019/20 and 2020/21 are not
comparable and left out; there is no Progress 8 for 2024/25. School rows (record type 1), special schools (2),
authorities (4), all schools (5) and state-funded schools (7). Authority and state-funded rows carry the
published figures. "All schools", which counts independent schools and is no comparator, is invented a little
below them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eif.demo.city import City, column_of, year_name
from eif.demo.keystage4 import A8, KeyStage4
from eif.demo.ks4_cohort import ALL_SCHOOLS, POINTS, Cohort4
from eif.demo.resources import header
from eif.demo.rows import NATIONAL_ROWS
from eif.demo.suffixes import moved, year_of
from eif.demo.text import Floats, Text, coded, decimal, short, whole, write_table

FINAL = (2016, 2017, 2018, 2019, 2022, 2023, 2024)
PROVISIONAL = (2024, 2025)
_GROUPS = {
    "FSM6CLA1A": "dis", "NFSM6CLA1A": "nondis", "NOTFSM6CLA1A": "nondis", "LO": "lo", "AV": "av",
    "HI": "hi", "EAL": "eal",
    "GIRLS": "girls", "BOYS": "boys", "G": "girls", "B": "boys", "NMOB": "nmob", "": "",
}  # fmt: skip
_ELEMENTS = {
    "": 1.0,
    "ENG": 0.212,
    "MAT": 0.195,
    "EBAC": 0.288,
    "OPEN": 0.305,
    "OPENG": 0.26,
    "OPENNG": 0.045,
}
_SIZES = {
    "BPUP": "boys", "GPUP": "girls", "TPRIORLO": "lo", "TPRIORAV": "av", "TPRIORHI": "hi",
    "TFSM6CLA1A": "dis",
    "TNOTFSM6CLA1A": "nondis", "TEALGRP2": "eal", "TNMOB": "nmob", "TPUP": "", "TEALGRP1": "efl",
    "TEALGRP3": "none",
    "SENSE4": "ehcp", "SENAPK4": "sen_sup",
}  # fmt: skip
_SIZES |= {
    "P" + name.removeprefix("T" if name[0] == "T" else ""): group for name, group in _SIZES.items()
} | {"PT" + name[1:]: group for name, group in _SIZES.items() if name[0] == "T"}
_WHO = "FSM6CLA1A|NFSM6CLA1A|NOTFSM6CLA1A|LO|AV|HI|EAL|GIRLS|BOYS|NMOB"
_RESULTS: tuple[tuple[str, str], ...] = (
    (r"P([TBG])L2BASICS(EAL|NMOB)?_(94|95)(?:_PTQ_EE)?", "BASICS"),
    (rf"P(T)({_WHO})BASICS_(94|95)", "BASICS"), (r"(?:P?T)(BASICS)(LO|AV|HI)_(94|95)", "BASICS"),
    (r"P([TBG])EBACC(LO|AV|HI|EAL|NMOB)?_(94|95)", "EBACC"),
    (rf"P(T)EBACC_(?:(?=9))()(94|95)_({_WHO})", "EBACC"),
    (rf"(?:P|)([TBG])EBACC_E()({_WHO})?_PTQ_EE", "ENTRY"),
)  # fmt: skip


@dataclass(frozen=True)
class _File:
    """Columns of one year's file, by official heading."""

    cohorts: dict[int, Cohort4]
    year: int

    @property
    def now(self) -> Cohort4:
        return self.cohorts[self.year]

    def column(self, heading: str) -> Text | str:
        """Text of one column; `NA` where publishers had nothing to say in that year."""
        name, year = year_of(heading, self.year)
        if year not in self.cohorts:
            return "NA"
        cohort = self.cohorts[year]
        for find in (self._attainment, self._progress, self._points, self._shares, self._sizes, self._gaps):
            text = find(cohort, name)
            if text is not None:
                return text
        return "NA"

    def hidden(self, cohort: Cohort4, text: Text, group: str, *, nation: int = 2) -> Text:
        """The column with publishers' codes; `nation` national rows are filled, state-funded first."""
        pupils, size = cohort.count(cohort.sizes[""]), cohort.count(cohort.sizes[group])
        text = cohort.hidden(text, pupils, size, none="NE", never="NE")
        quiet = cohort.is_nation.copy()
        quiet[-1], quiet[-2] = nation < 1, nation < 2 or bool(group)
        return coded(text, quiet, "")

    def _attainment(self, cohort: Cohort4, name: str) -> Text | None:
        found = re.fullmatch(rf"(ATT8SCR|TOTATT8)(ENG|MAT|EBAC|OPEN|OPENG|OPENNG)?(?:_({_WHO}))?", name)
        if not found:
            return None
        group = _GROUPS[found[3] or ""]
        value = cohort.attainment(group) * _ELEMENTS[found[2] or ""]
        if found[1] == "TOTATT8":
            value = np.round(value, 1) * cohort.count(cohort.sizes[""])
        return self.hidden(cohort, short(value, 1), group)

    def _progress(self, cohort: Cohort4, name: str) -> Text | str | None:
        found = re.fullmatch(
            rf"(P8MEA|P8CILOW|P8CIUPP|P8PUP|TP8ADJ|P8MEACOV|P8_BANDING)(ENG|MAT|EBAC|OPEN)?(_CILOW|_CIUPP)?"
            rf"(?:_({_WHO}))?(?:_ORIG)?", name
        )  # fmt: skip
        if not found:
            return None
        group = _GROUPS[found[4] or ""]
        value, half = cohort.progress(group)
        if np.isnan(value).all():
            return "NP"
        side = {"P8CILOW": -1, "P8CIUPP": 1, "_CILOW": -1, "_CIUPP": 1}.get(found[3] or found[1], 0)
        if found[1] == "P8PUP":
            return self.hidden(cohort, whole(cohort.count(cohort.in_progress(group))), group)
        if found[1] == "TP8ADJ":
            return self.hidden(cohort, whole(np.rint(cohort.count(cohort.sizes[group]) * 0.009)), group)
        if found[1] == "P8MEACOV":
            return self.hidden(cohort, whole(np.full_like(value, 95.0), sign="%"), group)
        if found[1] == "P8_BANDING":
            high, low = np.where(value >= 0.5, 1, 2), np.where(value <= -0.5, 5, 4)
            band = np.select([value - half > 0, value + half < 0], [high, low], 3)
            return self.hidden(cohort, whole(np.where(np.isnan(value), np.nan, band)), group, nation=0)
        return self.hidden(cohort, short(value + side * half, 2), group, nation=1 if side == 0 else 0)

    def _points(self, cohort: Cohort4, name: str) -> Text | str | None:
        found = re.fullmatch(rf"(EBACCAPS|TOTEBACCAPS)(?:_({_WHO}))?", name)
        if not found:
            return None
        group = _GROUPS[found[2] or ""]
        lead = POINTS | {"dis": -5.0, "nondis": 4.0}
        value = np.clip(cohort.of(cohort.results.ebacc_points) + 0.09 * lead.get(group, 0.0), 0.02, 8.8)
        column = cohort.mean(value, cohort.sizes[group])
        if np.isnan(cohort.city.published.england_by_year("EngBacAvgPointScore")[cohort.t]):
            return "NA"
        column = column if group else cohort.as_published(column, "EngBacAvgPointScore")
        column[-2] = column[-1] * ALL_SCHOOLS
        if found[1] == "TOTEBACCAPS":
            column = np.round(column, 2) * cohort.count(cohort.sizes[""])
        return self.hidden(cohort, short(column, 2), group)

    def _shares(self, cohort: Cohort4, name: str) -> Text | str | None:
        matches = ((re.fullmatch(pattern, name), kind) for pattern, kind in _RESULTS)
        found, kind = next((match for match in matches if match[0]), (None, ""))
        if not found:
            return None
        parts = [part for part in found.groups() if part]
        grade = next((part for part in parts if part in ("94", "95")), "")
        who = next((part for part in parts if part in _GROUPS and part not in ("T",)), "")
        group = _GROUPS[who]
        result = "EBACC_E" if kind == "ENTRY" else f"{kind}_{grade}"
        if name.startswith("P"):
            value = cohort.share(result, group)
            if np.isnan(value).all():
                return "NA"
            text = np.where(cohort.is_school, whole(value, sign="%"), decimal(value, 2, sign="%"))
            text = coded(text, np.isnan(value), "")
        else:
            text = whole(cohort.counted(result, group))
        return self.hidden(cohort, text, group)

    def _sizes(self, cohort: Cohort4, name: str) -> Text | None:
        if name == "KS2APS":
            points = cohort.mean(28.4 + 0.9 * (cohort.of(cohort.results.prior) - 104), cohort.sizes[""])
            return self.hidden(cohort, short(points, 1), "")
        group = _SIZES.get(name)
        if group is None:
            return None
        size, n = cohort.count(cohort.sizes[group]), cohort.count(cohort.sizes[""])
        if name == "TPUP":
            return cohort.hidden(whole(size), n + 10, n + 10, none="", never="NE")
        with np.errstate(invalid="ignore", divide="ignore"):
            share = 100 * size / n
        text = np.where(cohort.is_school, whole(share, sign="%"), decimal(share, 2, sign="%"))
        text = text if name.startswith("P") else whole(size)
        return self.hidden(cohort, text, "", nation=1)

    def _gaps(self, cohort: Cohort4, name: str) -> Text | str | None:
        if name == "DIFFN_ATT8":
            others = cohort.attainment("nondis")
            text = short(np.round(cohort.attainment("dis"), 1) - np.round(others[-1], 1), 1)
        elif name == "DIFFN_P8MEA":
            value, _ = cohort.progress("dis")
            others, _ = cohort.progress("nondis")
            if np.isnan(value).all():
                return "NA"
            text = short(np.round(value, 2) - np.round(others[-1], 2), 2)
        else:
            return None
        return self.hidden(cohort, text, "dis", nation=0)


def write_ks4(city: City, results: KeyStage4, folder: Path) -> list[tuple[Path, int]]:
    """Write final and provisional files of each year; gives each path with its rows."""
    final = [_write(city, results, year, folder, "england_ks4final.csv") for year in FINAL]
    return final + [_write(city, results, year, folder, "england_ks4provisional.csv") for year in PROVISIONAL]


def _write(city: City, results: KeyStage4, year: int, folder: Path, name: str) -> tuple[Path, int]:
    final = "final" in name
    spells = city.in_year(year)
    place = city.schools.places.iloc[spells["place"].to_numpy()].reset_index(drop=True)
    taught = spells["phase"].isin(["secondary", "all-through", "special"]) & (place["high"] >= 16)
    taught &= (spells["phase"] != "special") | ~np.isnan(results.pupils[spells["place"], column_of(year)])
    spells = spells[taught].reset_index(drop=True)
    known = [y for y in (*FINAL, 2025) if year - 2 <= y <= year]
    file = _File({y: Cohort4(city, spells, y, "secondary", results, not final) for y in known}, year)
    names = moved(header("cscp_ks4final"), 2018, year) if final else list(header("cscp_ks4provisional"))
    there = ~np.isnan(city.published.by_year(A8[0])[:, column_of(year)])
    keep = np.concatenate([np.ones(len(spells), dtype=bool), there, [True] * NATIONAL_ROWS])
    described = _description(file.now)
    columns: dict[str, Text | str] = {}
    for heading in names:
        column = described[heading] if heading in described else file.column(heading)
        if not final and not isinstance(column, str) and heading.startswith("PT"):
            column = _one_decimal(column, file.now, heading)
        columns[heading] = column if isinstance(column, str) else column[keep]
    path = folder / year_name(year) / name
    widths = None
    if final:  # the last column is the Progress 8 band, which many rows lack: publishers drop it
        banded = columns[names[-1]]
        widths = [
            len(names) - (band in ("", "NE")) for band in (banded if not isinstance(banded, str) else [])
        ] or None
    return path, write_table(
        path, names, columns, int(keep.sum()), keep=widths, newline="\r\n" if final else "\n"
    )  # fmt: skip


def _one_decimal(column: Text, rows: Cohort4, heading: str) -> Text:
    """Provisional files write percentages to one decimal."""
    exact: dict[str, Callable[[], Floats]] = {
        "PTL2BASICS_94": lambda: rows.share("BASICS_94", ""),
        "PTL2BASICS_95": lambda: rows.share("BASICS_95", ""),
        "PTEBACC_E_PTQ_EE": lambda: rows.share("EBACC_E", ""),
        "PTEBACC_94": lambda: rows.share("EBACC_94", ""),
        "PTEBACC_95": lambda: rows.share("EBACC_95", ""),
    }  # fmt: skip
    if heading not in exact:
        return column
    percentages = np.array([text.endswith("%") for text in column.tolist()], dtype=bool)
    return np.where(percentages, decimal(exact[heading](), 1, sign="%"), column)


def _description(rows: Cohort4) -> dict[str, Text | str]:
    """Columns that say which school, authority or country a row is about."""
    spells, las = rows.spells, rows.city.published.authorities
    place = rows.city.schools.places.iloc[rows.at].reset_index(drop=True)
    roll, girls = rows.of(rows.city.context.roll), rows.of(rows.city.context.girls)
    selective = place["selective"].to_numpy()
    schools = {
        "ALPHAIND": whole(np.arange(len(spells)) * 3 + 20000), "ESTAB": spells["estab"], "URN": spells["urn"],
        "SCHNAME": spells["name"], "ADDRESS1": place["street"], "TOWN": spells["la_name"],
        "PCODE": spells["postcode"],
        "CONTFLAG": ["0"] * len(spells), "ICLOSE": ["0"] * len(spells), "NFTYPE": spells["nftype"],
        "RELDENOM": place["religion"], "ADMPOL": np.where(selective, "SEL", "COMP"),
        "ADMPOL_2017": np.where(selective, "SEL", "OTHER NON SEL"), "EGENDER": place["gender"].str.upper(),
        "FEEDER": ["0"] * len(spells), "TABKS2": np.where(place["low"] <= 7, "1", "0"),
        "TAB1618": np.where(place["sixth"], "1", "0"),
        "AGERANGE": whole(place["low"]) + "-" + whole(place["high"]),
    }  # fmt: skip
    n = np.rint(roll * girls / 100)
    counts = {"TOTPUPS": roll, "NUMGIRLS": n, "NUMBOYS": roll - n}
    blank = ("SCHNAME_AC", "ADDRESS2", "ADDRESS3", "TELNUM", "CONFEXAM")
    return {
        "RECTYPE": rows.labelled(np.where(spells["phase"] == "special", "2", "1"), "4", ["5", "7"]),
        "LEA": rows.labelled(spells["la_code"], las["la_code"], ""),
        **{name: rows.labelled(values, "", "") for name, values in schools.items()},
        **{name: whole(rows.count(values)) for name, values in counts.items()},
        **dict.fromkeys(blank, ""),
    }
