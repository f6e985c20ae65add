"""How do performance tables publish the fictional schools' key stage 4 results?

Final results in the 496 columns of 2017/18, suffixes moved to each year, for 2015/16 to 2018/19 and 2021/22 to
2023/24; provisional results in 25 columns for 2023/24 and 2024/25. Grades of 2019/20 and 2020/21 are not
comparable and left out; there is no Progress 8 for 2024/25. School rows (record type 1), special schools (2),
authorities (4), all schools (5) and state-funded schools (7). Authority and state-funded rows carry the published
figures. "All schools", which counts independent schools and is no comparator, is invented a little below them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from eif.demo.city import City, column_of, year_name
from eif.demo.cohorts import part_of
from eif.demo.keystage4 import A8, P8, P8_SPREAD, SHARES, KeyStage4
from eif.demo.resources import header
from eif.demo.rows import NATIONAL_ROWS, Rows
from eif.demo.suffixes import moved, year_of
from eif.demo.text import Floats, Text, coded, decimal, short, whole, write_table

FINAL = (2016, 2017, 2018, 2019, 2022, 2023, 2024)
PROVISIONAL = (2024, 2025)
_ALL_SCHOOLS = 0.957
"""All schools' figure as a part of state-funded schools', as Attainment 8 stood in 2018/19 (44.5 and 46.5)."""
_GROUPS = {
    "FSM6CLA1A": "dis", "NFSM6CLA1A": "nondis", "NOTFSM6CLA1A": "nondis", "LO": "lo", "AV": "av", "HI": "hi", "EAL": "eal",
    "GIRLS": "girls", "BOYS": "boys", "G": "girls", "B": "boys", "NMOB": "nmob", "": "",
}  # fmt: skip
_POINTS = {"lo": -22.0, "av": -5.5, "hi": 14.5, "eal": 0.6, "girls": 2.6, "boys": -2.6, "nmob": 0.5}
_GAIN = {"lo": -0.12, "av": 0.0, "hi": 0.05, "eal": 0.45, "girls": 0.2, "boys": -0.2, "nmob": 0.04}
_LEAD = {"lo": -2.5, "av": -0.25, "hi": 2.1, "eal": 0.05, "girls": 0.15, "boys": -0.15, "nmob": 0.08, "dis": -0.55}
_ELEMENTS = {"": 1.0, "ENG": 0.212, "MAT": 0.195, "EBAC": 0.288, "OPEN": 0.305, "OPENG": 0.26, "OPENNG": 0.045}
_SIZES = {
    "BPUP": "boys", "GPUP": "girls", "TPRIORLO": "lo", "TPRIORAV": "av", "TPRIORHI": "hi", "TFSM6CLA1A": "dis",
    "TNOTFSM6CLA1A": "nondis", "TEALGRP2": "eal", "TNMOB": "nmob", "TPUP": "", "TEALGRP1": "efl", "TEALGRP3": "none",
    "SENSE4": "ehcp", "SENAPK4": "sen_sup",
}  # fmt: skip
_SIZES |= {"P" + name.removeprefix("T" if name[0] == "T" else ""): group for name, group in _SIZES.items()} | {
    "PT" + name[1:]: group for name, group in _SIZES.items() if name[0] == "T"
}
_WHO = "FSM6CLA1A|NFSM6CLA1A|NOTFSM6CLA1A|LO|AV|HI|EAL|GIRLS|BOYS|NMOB"
_RESULTS: tuple[tuple[str, str], ...] = (
    (rf"P([TBG])L2BASICS(EAL|NMOB)?_(94|95)(?:_PTQ_EE)?", "BASICS"),
    (rf"P(T)({_WHO})BASICS_(94|95)", "BASICS"), (rf"(?:P?T)(BASICS)(LO|AV|HI)_(94|95)", "BASICS"),
    (rf"P([TBG])EBACC(LO|AV|HI|EAL|NMOB)?_(94|95)", "EBACC"), (rf"P(T)EBACC_(?:(?=9))()(94|95)_({_WHO})", "EBACC"),
    (rf"(?:P|)([TBG])EBACC_E()({_WHO})?_PTQ_EE", "ENTRY"),
)  # fmt: skip


@dataclass(frozen=True)
class _Cohort(Rows):
    """One year's results of the rows of one file."""

    results: KeyStage4

    @cached_property
    def sizes(self) -> dict[str, Floats]:
        """Pupils in each group (schools only)."""
        context, n, need = self.city.context, self.of(self.results.pupils), self.of(self.city.traits.need)
        girls = np.rint(n * self.of(context.girls) / 100)
        placed = np.rint(n * 0.955)
        low = np.minimum(np.rint(placed * np.clip(0.14 + 0.05 * need, 0.0, 0.6)), placed)
        high = np.minimum(np.rint(placed * np.clip(0.40 - 0.11 * need, 0.02, 0.95)), placed - low)
        eal, poor = np.rint(n * np.clip(self.of(context.eal), 0, 99) / 100), self.of(self.results.disadvantaged)
        return {
            "": n, "girls": girls, "boys": n - girls, "lo": low, "av": placed - low - high, "hi": high, "eal": eal,
            "efl": n - eal, "none": n * 0, "dis": poor, "nondis": n - poor,
            "nmob": n - np.rint(n * 0.05 * (1 + 0.5 * np.tanh(need))),
            "ehcp": np.rint(n * self.of(context.ehcp) / 100), "sen_sup": np.rint(n * self.of(context.sen_support) / 100),
        }  # fmt: skip

    def _pair(self, pair: tuple[Floats, Floats], group: str, lead: dict[str, float]) -> Floats:
        low, other = (self.of(part) for part in pair)
        if group in ("dis", "nondis"):
            return low if group == "dis" else other
        poor, n = self.sizes["dis"], self.sizes[""]
        return (low * poor + other * (n - poor)) / n + lead.get(group, 0.0)

    def attainment(self, group: str) -> Floats:
        """Attainment 8, all rows."""
        value = np.clip(self._pair(self.results.attainment, group, _POINTS), 0.0, 88.0)
        column = self.mean(value, self.sizes[group])
        if group in ("", "dis", "nondis"):
            column = self.as_published(column, A8[("", "dis", "nondis").index(group)])
        column[-2] = column[-1] * _ALL_SCHOOLS
        return column

    def progress(self, group: str) -> tuple[Floats, Floats]:
        """Progress 8 and half the width of its 95% interval, all rows; NaN where none was produced."""
        column = self.mean(self._pair(self.results.progress, group, _GAIN), self.in_progress(group))
        if group in ("", "dis", "nondis"):
            column = self.as_published(column, P8[("", "dis", "nondis").index(group)])
        return column, 1.96 * P8_SPREAD / np.sqrt(np.maximum(self.count(self.in_progress(group)), 1))

    def in_progress(self, group: str) -> Floats:
        """Pupils with a Progress 8 score (schools only)."""
        return np.rint(self.sizes[group] * (0.8 if group == "eal" else 1.0 if group in ("lo", "av", "hi") else 0.95))

    def reached(self, result: str, group: str) -> Floats:
        """Pupils of a group who entered or achieved (schools only)."""
        every = self.of(self.results.shares[result])
        n = self.sizes[""]
        if not group:
            return every
        if group in ("nondis", "boys"):
            other = {"nondis": "dis", "boys": "girls"}[group]
            return every - part_of(every, n, self.sizes[other], _LEAD[other])
        return part_of(every, n, self.sizes[group], _LEAD[group])

    def share(self, result: str, group: str) -> Floats:
        """Per cent of pupils who entered or achieved, all rows."""
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 100 * self.count(self.reached(result, group)) / self.count(self.sizes[group])
        value = value if group else self.as_published(value, SHARES[result])
        value = np.where(np.isnan(self.count(self.reached(result, group))), np.nan, value)
        if np.isnan(self.city.published.england_by_year(SHARES[result])[self.t]):
            return np.full_like(value, np.nan)
        value[-2] = value[-1] * _ALL_SCHOOLS
        return value


@dataclass(frozen=True)
class _File:
    """Columns of one year's file, by official heading."""

    cohorts: dict[int, _Cohort]
    year: int

    @property
    def now(self) -> _Cohort:
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

    def hidden(self, cohort: _Cohort, text: Text, group: str, *, national: bool = True) -> Text:
        pupils, size = cohort.count(cohort.sizes[""]), cohort.count(cohort.sizes[group])
        text = cohort.hidden(text, pupils, size, none="NE", never="NE")
        quiet = cohort.is_nation.copy()
        quiet[-1] = not national
        quiet[-2] = not national or bool(group)
        return coded(text, quiet, "")

    def _attainment(self, cohort: _Cohort, name: str) -> Text | None:
        found = re.fullmatch(rf"(ATT8SCR|TOTATT8)(ENG|MAT|EBAC|OPEN|OPENG|OPENNG)?(?:_({_WHO}))?", name)
        if not found:
            return None
        group = _GROUPS[found[3] or ""]
        value = cohort.attainment(group) * _ELEMENTS[found[2] or ""]
        if found[1] == "TOTATT8":
            value = np.round(value, 1) * cohort.count(cohort.sizes[""])
        return self.hidden(cohort, short(value, 1), group)

    def _progress(self, cohort: _Cohort, name: str) -> Text | str | None:
        found = re.fullmatch(
            rf"(P8MEA|P8CILOW|P8CIUPP|P8PUP|TP8ADJ|P8MEACOV|P8_BANDING)(ENG|MAT|EBAC|OPEN)?(_CILOW|_CIUPP)?"
            rf"(?:_({_WHO}))?(?:_ORIG)?", name
        )  # fmt: skip
        if not found:
            return None
        group = _GROUPS[found[4] or ""]
        value, half = cohort.progress(group)
        if np.isnan(value).all():
            return "NA"
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
            return self.hidden(cohort, whole(np.where(np.isnan(value), np.nan, band)), group, national=False)
        text = self.hidden(cohort, short(value + side * half, 2), group, national=side == 0)
        return coded(text, cohort.is_nation & ~np.append(cohort.is_nation[1:] & False, True), "")

    def _points(self, cohort: _Cohort, name: str) -> Text | str | None:
        found = re.fullmatch(rf"(EBACCAPS|TOTEBACCAPS)(?:_({_WHO}))?", name)
        if not found:
            return None
        group = _GROUPS[found[2] or ""]
        lead = _POINTS | {"dis": -5.0, "nondis": 4.0}
        value = np.clip(cohort.of(cohort.results.ebacc_points) + 0.09 * lead.get(group, 0.0), 0.02, 8.8)
        column = cohort.mean(value, cohort.sizes[group])
        if np.isnan(cohort.city.published.england_by_year("EngBacAvgPointScore")[cohort.t]):
            return "NA"
        column = column if group else cohort.as_published(column, "EngBacAvgPointScore")
        column[-2] = column[-1] * _ALL_SCHOOLS
        if found[1] == "TOTEBACCAPS":
            column = np.round(column, 2) * cohort.count(cohort.sizes[""])
        return self.hidden(cohort, short(column, 2), group)

    def _shares(self, cohort: _Cohort, name: str) -> Text | str | None:
        for pattern, kind in _RESULTS:
            found = re.fullmatch(pattern, name)
            if found:
                break
        else:
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
            text = whole(cohort.count(cohort.reached(result, group)))
        return self.hidden(cohort, text, group)

    def _sizes(self, cohort: _Cohort, name: str) -> Text | None:
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
        return coded(self.hidden(cohort, text, ""), cohort.is_nation & (np.arange(len(n)) == len(n) - 2), "")

    def _gaps(self, cohort: _Cohort, name: str) -> Text | str | None:
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
        return self.hidden(cohort, text, "dis", national=False)


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
    file = _File({y: _Cohort(city, spells, y, "secondary", results) for y in known}, year)
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
        widths = [len(names) - (band in ("", "NE")) for band in (banded if not isinstance(banded, str) else [])] or None
    return path, write_table(
        path, names, columns, int(keep.sum()), keep=widths, newline="\r\n" if final else "\n"
    )  # fmt: skip


def _one_decimal(column: Text, rows: _Cohort, heading: str) -> Text:
    """Provisional files write percentages to one decimal."""
    exact: dict[str, Callable[[], Floats]] = {
        "PTL2BASICS_94": lambda: rows.share("BASICS_94", ""), "PTL2BASICS_95": lambda: rows.share("BASICS_95", ""),
        "PTEBACC_E_PTQ_EE": lambda: rows.share("EBACC_E", ""), "PTEBACC_94": lambda: rows.share("EBACC_94", ""),
        "PTEBACC_95": lambda: rows.share("EBACC_95", ""),
    }  # fmt: skip
    if heading not in exact:
        return column
    percentages = np.array([text.endswith("%") for text in column.tolist()], dtype=bool)
    return np.where(percentages, decimal(exact[heading](), 1, sign="%"), column)


def _description(rows: _Cohort) -> dict[str, Text | str]:
    """Columns that say which school, authority or country a row is about."""
    spells, las = rows.spells, rows.city.published.authorities
    place = rows.city.schools.places.iloc[rows.at].reset_index(drop=True)
    roll, girls = rows.of(rows.city.context.roll), rows.of(rows.city.context.girls)
    selective = place["selective"].to_numpy()
    schools = {
        "ALPHAIND": whole(np.arange(len(spells)) * 3 + 20000), "ESTAB": spells["estab"], "URN": spells["urn"],
        "SCHNAME": spells["name"], "ADDRESS1": place["street"], "TOWN": spells["la_name"], "PCODE": spells["postcode"],
        "CONTFLAG": ["0"] * len(spells), "ICLOSE": ["0"] * len(spells), "NFTYPE": spells["nftype"],
        "RELDENOM": place["religion"], "ADMPOL": np.where(selective, "SEL", "COMP"),
        "ADMPOL_2017": np.where(selective, "SEL", "OTHER NON SEL"), "EGENDER": place["gender"].str.upper(),
        "FEEDER": ["0"] * len(spells), "TABKS2": np.where(place["low"] <= 7, "1", "0"),
        "TAB1618": np.where(place["sixth"], "1", "0"), "AGERANGE": whole(place["low"]) + "-" + whole(place["high"]),
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
