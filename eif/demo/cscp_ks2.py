"""How do performance tables publish the fictional schools' key stage 2 results?

318 columns in the 2018/19 form, suffixes moved to each year, for the years with school results: 2015/16 to
2018/19 and 2022/23 to 2024/25. School rows (record type 1), special schools (2), authorities (3), all schools (4)
and state-funded schools (5). Schools without results end after their description, as the real rows do. Cohorts of
five or fewer and groups of five or fewer are suppressed. Authority and national rows carry the published figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from eif.demo.city import City, column_of, year_name
from eif.demo.cohorts import part_of
from eif.demo.keystage2 import EXPECTED, PROGRESS, RWM, SCALED, KeyStage2
from eif.demo.resources import header
from eif.demo.suffixes import moved, year_of
from eif.demo.text import Floats, Text, coded, short, whole, write_table

YEARS_PUBLISHED = (2016, 2017, 2018, 2019, 2023, 2024, 2025)
_NAMED = 26
"""Fields of a row that has no results: the school's description and its roll."""
_LEAD = {"B": -0.22, "G": 0.22, "L": -2.6, "M": 0.0, "H": 2.4, "EAL": -0.05, "MOBN": 0.08}
"""Log-odds of success of a pupil group relative to all pupils."""
_POINTS = {"B": -1.0, "G": 1.0, "L": -11.0, "M": -2.0, "H": 5.5, "FSM6CLA1A": -2.0, "NotFSM6CLA1A": 0.9, "EAL": 0.2, "MOBN": 0.2}
_GAIN = {"B": -0.3, "G": 0.3, "L": 0.0, "M": 0.0, "H": 0.0, "FSM6CLA1A": -0.6, "NotFSM6CLA1A": 0.3, "EAL": 1.0, "MOBN": 0.1}
_SIZE = {"B": "BELIG", "G": "GELIG", "EAL": "TEALGRP2", "MOBN": "TMOBN", "L": "TKS1GROUP_L", "M": "TKS1GROUP_M",
         "H": "TKS1GROUP_H", "FSM6CLA1A": "TFSM6CLA1A", "NotFSM6CLA1A": "TNotFSM6CLA1A"}  # fmt: skip
_GROUP = r"(?:_(B|G|L|M|H|FSM6CLA1A|NotFSM6CLA1A|EAL|MOBN))?"
_SHARE = re.compile(rf"PT(RWM|READ|GPS|MAT|WRITTA|SCITA)_(EXP|HIGH){_GROUP}$")
_MEAN = re.compile(rf"(READ|MAT|GPS)_AVERAGE{_GROUP}$")
_PROG = re.compile(rf"(READ|WRIT|MAT)PROG{_GROUP}(_LOWER|_UPPER|_DESCR|_UNADJUSTED)?$")
_PUBLISHED = {"RWM_EXP": RWM[0]} | {result: measure for result, (measure, _) in EXPECTED.items()}


@dataclass(frozen=True)
class _Cohort:
    """One year's results of the rows of one file: schools, then authorities, then the two national rows."""

    city: City
    results: KeyStage2
    spells: pd.DataFrame
    year: int

    @cached_property
    def t(self) -> int:
        return column_of(self.year)

    @cached_property
    def at(self) -> np.ndarray:
        return self.spells["place"].to_numpy()

    @cached_property
    def la(self) -> np.ndarray:
        codes = self.city.published.authorities["la_code"].tolist()
        return self.spells["la_code"].map({code: i for i, code in enumerate(codes)}).to_numpy(dtype=np.int64)

    @cached_property
    def scale(self) -> Floats:
        """How many real primary schools each written one stands for, per authority."""
        las = self.city.published.authorities
        there = np.bincount(self.la, (self.spells["phase"] == "primary").to_numpy(), len(las))
        real = np.where(las["la_code"] == "330", there, np.maximum(las["primary"].astype(float), there))
        return np.asarray(real / np.maximum(there, 1))

    def count(self, values: Floats) -> Floats:
        """A column of counts, with totals for authorities and twice for the country."""
        known = np.nan_to_num(values)
        totals = np.bincount(self.la, known, len(self.scale)) * self.scale
        return np.concatenate([values, np.rint(totals), np.rint([totals.sum()] * 2)])

    def mean(self, values: Floats, weight: Floats) -> Floats:
        """A column of averages, with weighted averages for authorities and the country."""
        heavy = np.where(np.isnan(values), 0.0, np.nan_to_num(weight))
        top = np.bincount(self.la, heavy * np.nan_to_num(values), len(self.scale)) * self.scale
        low = np.bincount(self.la, heavy, len(self.scale)) * self.scale
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.concatenate([values, top / low, [top.sum() / low.sum()] * 2])

    def as_published(self, column: Floats, measure: str) -> Floats:
        """The same column, with published figures in the authority and national rows."""
        la = self.city.published.by_year(measure)[:, self.t]
        nation = self.city.published.england_by_year(measure)[self.t]
        said = np.concatenate([np.full(len(self.spells), np.nan), la, [nation] * 2])
        return np.where(np.isnan(said), column, said)

    @cached_property
    def pupils(self) -> Floats:
        return self.results.pupils[self.at, self.t]

    @cached_property
    def sizes(self) -> dict[str, Floats]:
        """Pupils in each group (schools only)."""
        n, context, need = self.pupils, self.city.context, self.city.traits.need[self.at, self.t]
        girls = np.rint(n * context.girls[self.at, self.t] / 100)
        placed = np.rint(n * self.results.covered[self.at, self.t] / 100)
        low = np.rint(placed * np.clip(0.10 + 0.035 * need, 0.01, 0.5))
        low = np.where((self.spells["phase"] == "special").to_numpy(), placed, low)
        high = np.minimum(np.rint(placed * np.clip(0.30 - 0.07 * need, 0.03, 0.8)), placed - low)
        eal = np.rint(n * np.clip(context.eal[self.at, self.t], 0, 99) / 100)
        poor = self.results.disadvantaged[self.at, self.t]
        mobile = np.rint(n * 0.07 * (1 + 0.5 * np.tanh(need)))
        return {"B": n - girls, "G": girls, "L": low, "M": placed - low - high, "H": high, "EAL": eal,
                "MOBN": n - mobile, "FSM6CLA1A": poor, "NotFSM6CLA1A": n - poor}  # fmt: skip

    def successes(self, result: str, group: str) -> Floats:
        """Pupils of a group who reached a result (schools only)."""
        low, other = (part[self.at, self.t] for part in self.results.successes[result])
        if group in ("FSM6CLA1A", "NotFSM6CLA1A"):
            return low if group == "FSM6CLA1A" else other
        every = low + other
        if not group:
            return every
        if group == "G":
            return every - part_of(every, self.pupils, self.sizes["B"], _LEAD["B"])
        return part_of(every, self.pupils, self.sizes[group], _LEAD[group])

    def share(self, result: str, group: str) -> Floats:
        """Per cent of pupils who reached a result, all rows."""
        reached = self.count(self.successes(result, group))
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 100 * reached / self.count(self.sizes[group] if group else self.pupils)
        measure = {"": _PUBLISHED[result], "FSM6CLA1A": RWM[1], "NotFSM6CLA1A": RWM[2]}.get(group)
        return self.as_published(value, measure) if measure and (not group or result == "RWM_EXP") else value

    def average(self, subject: str, group: str) -> Floats:
        """Average scaled score, all rows."""
        value = self.results.scaled[subject][self.at, self.t] + _POINTS.get(group, 0.0)
        column = self.mean(value, self.sizes[group] if group else self.pupils)
        return column if group else self.as_published(column, SCALED[subject])

    def progress(self, subject: str, group: str) -> tuple[Floats, Floats]:
        """Progress and half the width of its 95% interval, all rows."""
        measure, poor, spread = PROGRESS[subject]
        size = self.sizes[group] if group else self.pupils
        value = self.mean(self.results.progress[subject][self.at, self.t] + _GAIN.get(group, 0.0), size)
        if group in ("", "FSM6CLA1A"):
            value = self.as_published(value, poor if group else measure)
        with np.errstate(invalid="ignore", divide="ignore"):
            return value, 1.96 * spread / np.sqrt(np.maximum(self.count(size), 1))


@dataclass(frozen=True)
class _File:
    """Columns of one year's file, by official heading."""

    cohorts: dict[int, _Cohort]
    year: int

    @property
    def now(self) -> _Cohort:
        return self.cohorts[self.year]

    @cached_property
    def nation(self) -> np.ndarray:
        rows = np.zeros(len(self.now.count(self.now.pupils)), dtype=bool)
        rows[-2:] = True
        return rows

    def hidden(self, text: Text, year: int, group: str, *, none: str = "") -> Text:
        """The column with the codes of small cohorts and groups and of schools that are new since that year."""
        cohort = self.cohorts[year]
        schools = len(cohort.spells)
        pupils = cohort.count(cohort.pupils)
        size = cohort.count(cohort.sizes[group]) if group else pupils
        small = (pupils <= 5) | ((size <= 5) & (size > 0))
        small[schools:] = False
        text = coded(text, size == 0, none)
        text = coded(text, small, "SUPP")
        since = np.append((cohort.spells["first"] > year).to_numpy(), [False] * (len(text) - schools))
        return coded(coded(text, np.isnan(pupils), "NA"), since, "NEW")

    def column(self, heading: str) -> Text | str:
        """Text of one column; `NA` where publishers had nothing to say in that year."""
        name, year = year_of(heading, self.year)
        name = name.replace("NOTFSM", "NotFSM")
        if year not in self.cohorts:
            return "NA"
        if name.endswith("_3YR"):
            return self.three_years(name.removesuffix("_3YR"))
        cohort = self.cohorts[year]
        if found := _SHARE.fullmatch(name):
            result, group = f"{found[1]}_{found[2]}", found[3] or ""
            if result not in _PUBLISHED:
                return "NA"
            return self.hidden(whole(cohort.share(result, group), sign="%"), year, group)
        if found := _MEAN.fullmatch(name):
            return self.hidden(whole(cohort.average(found[1], found[2] or "")), year, found[2] or "")
        if found := _PROG.fullmatch(name):
            return self.progress(cohort, found[1], found[2] or "", found[3] or "")
        if name.startswith("DIFFN_"):
            return self.gap(cohort, name.removeprefix("DIFFN_"))
        return self.pupils(cohort, name)

    def progress(self, cohort: _Cohort, subject: str, group: str, part: str) -> Text | str:
        value, half = cohort.progress(subject, group)
        if np.isnan(value).all():
            return "NA"
        if part == "_DESCR":
            strong = np.abs(value) > 2.4
            band = np.select([value - half > 0, value + half < 0], [np.where(strong, 1, 2), np.where(strong, 5, 4)], 3)
            text = whole(np.where(np.isnan(value), np.nan, band))
        else:
            text = short(value + {"_LOWER": -1, "_UPPER": 1}.get(part, 0) * half, 1)
        text = self.hidden(text, cohort.year, group, none="NA")
        covered = np.append(cohort.results.covered[cohort.at, cohort.t] < 50, [False] * (len(text) - len(cohort.spells)))
        return coded(coded(text, covered & (text != "SUPP"), "LOWCOV"), self.nation, "")

    def gap(self, cohort: _Cohort, of: str) -> Text | str:
        if of.endswith("PROG"):
            value, _ = cohort.progress(of.removesuffix("PROG"), "FSM6CLA1A")
            others, _ = cohort.progress(of.removesuffix("PROG"), "NotFSM6CLA1A")
            if np.isnan(value).all():
                return "NA"
            text = short(value - others[-1], 1)
        else:
            others = cohort.share(of, "NotFSM6CLA1A")
            text = whole(np.rint(cohort.share(of, "FSM6CLA1A")) - np.rint(others[-1]))
        return coded(self.hidden(text, cohort.year, "FSM6CLA1A"), self.nation, "0")

    def pupils(self, cohort: _Cohort, name: str) -> Text | str:
        """Numbers of pupils (`T..`), their shares (`PT..`) and coverage."""
        n = cohort.count(cohort.pupils)
        if name == "TELIG":
            return self.hidden(whole(n), cohort.year, "").copy()
        if name.endswith("COV"):
            covered = cohort.mean(cohort.results.covered[cohort.at, cohort.t], cohort.pupils)
            if cohort.year > 2023:
                return "NA"
            return coded(self.hidden(whole(covered, sign="%"), cohort.year, ""), self.nation, "")
        size = self.group_size(cohort, name.removeprefix("P"))
        if size is None or ("KS1" in name and cohort.year > 2023):
            return "NA"
        share = name.startswith("P")
        with np.errstate(invalid="ignore", divide="ignore"):
            text = whole(100 * size / n, sign="%") if share else whole(size)
        return self.hidden(text, cohort.year, "")

    def group_size(self, cohort: _Cohort, name: str) -> Floats | None:
        groups = {total: group for group, total in _SIZE.items()}
        if name in groups:
            return cohort.count(cohort.sizes[groups[name]])
        context, n = self.now.city.context, cohort.pupils
        at, t = cohort.at, cohort.t
        made = {
            "TKS1GROUP_NA": n - sum(cohort.sizes[g] for g in "LMH"),
            "TEALGRP1": n - cohort.sizes["EAL"],
            "TEALGRP3": n * 0,
            "TSENELE": np.rint(n * context.ehcp[at, t] / 100), "SENELE": np.rint(n * context.ehcp[at, t] / 100),
            "TSENELK": np.rint(n * context.sen_support[at, t] / 100),
            "SENELK": np.rint(n * context.sen_support[at, t] / 100),
            "TSENELEK": np.rint(n * (context.ehcp + context.sen_support)[at, t] / 100),
            "SENELEK": np.rint(n * (context.ehcp + context.sen_support)[at, t] / 100),
            "TPUPYEAR": n + (n > 40),
        }  # fmt: skip
        return cohort.count(np.minimum(made[name], n + 1)) if name in made else None

    def three_years(self, name: str) -> Text | str:
        """Three years pooled, where all three have school results."""
        cohorts = [self.cohorts.get(self.year - back) for back in (0, 1, 2)]
        if any(c is None for c in cohorts):
            return "NA"
        sizes = [c.count(c.pupils) for c in cohorts if c]
        if name == "TELIG":
            text = whole(np.nansum(sizes, axis=0))
        else:
            part = name.removeprefix("PT")
            shares = [
                c.share(part, "") if name.startswith("PT") else c.average(name.removesuffix("_AVERAGE"), "")
                for c in cohorts
                if c
            ]
            heavy = np.nan_to_num(np.array(sizes)) * ~np.isnan(np.array(shares))
            with np.errstate(invalid="ignore", divide="ignore"):
                pooled = (np.nan_to_num(np.array(shares)) * heavy).sum(axis=0) / heavy.sum(axis=0)
            text = whole(pooled, sign="%" if name.startswith("PT") else "")
        return self.hidden(text, self.year, "")


def write_ks2(city: City, results: KeyStage2, folder: Path) -> list[tuple[Path, int]]:
    """Write `england_ks2final.csv` of each year with school results; gives each path with its rows."""
    return [_write_year(city, results, year, folder) for year in YEARS_PUBLISHED]


def _write_year(city: City, results: KeyStage2, year: int, folder: Path) -> tuple[Path, int]:
    spells = city.in_year(year)
    taught = spells["phase"].isin(["primary", "all-through"]) | ~np.isnan(results.pupils[spells["place"], column_of(year)])
    spells = spells[taught].reset_index(drop=True)
    cohorts = {y: _Cohort(city, results, spells, y) for y in YEARS_PUBLISHED if year - 2 <= y <= year}
    file = _File(cohorts, year)
    names = moved(header("cscp_ks2final"), 2019, year)
    las = city.published.authorities
    known = ~np.isnan(city.published.by_year(RWM[0])[:, column_of(year)])
    keep_rows = np.concatenate([np.ones(len(spells), dtype=bool), known, [True, True]])
    described = _description(city, spells, year, len(las))
    columns: dict[str, Text | str] = {}
    for name in names:
        column = described[name] if name in described else file.column(name)
        columns[name] = column if isinstance(column, str) else np.asarray(column, dtype=object)[keep_rows]
    empty = np.isnan(file.now.pupils)
    widths = [_NAMED if bare else len(names) for bare in np.append(empty, [False] * int(known.sum() + 2))]
    path = folder / year_name(year) / "england_ks2final.csv"
    rows = write_table(path, names, columns, int(keep_rows.sum()), keep=widths)
    return path, rows


def _description(city: City, spells: pd.DataFrame, year: int, las: int) -> dict[str, Text | str]:
    """Columns that say which school, authority or country a row is about."""
    place = city.schools.places.iloc[spells["place"].to_numpy()].reset_index(drop=True)
    authorities = city.published.authorities
    schools = len(spells)

    def with_rows(values: object, la: object = "", nation: str = "") -> Text:
        above = np.full(las, la, dtype=object) if isinstance(la, str) else np.asarray(la, dtype=object)
        return np.concatenate([np.asarray(values, dtype=object), above, np.array([nation] * 2, dtype=object)])

    roll = city.context.roll[spells["place"].to_numpy(), column_of(year)]
    record = np.concatenate([np.where(spells["phase"] == "special", "2", "1"), ["3"] * las, ["4", "5"]])
    return {
        "RECTYPE": np.asarray(record, dtype=object),
        "ALPHAIND": with_rows(whole(np.arange(schools) * 2 + 1000), " ", " "),
        "LEA": with_rows(spells["la_code"], authorities["la_code"], " "),
        "ESTAB": with_rows(spells["estab"], " ", " "), "URN": with_rows(spells["urn"], " ", " "),
        "SCHNAME": with_rows(spells["name"], authorities["name"], " "),
        "ADDRESS1": with_rows(place["street"], " ", " "), "TOWN": with_rows(spells["la_name"], " ", " "),
        "PCODE": with_rows(spells["postcode"], " ", " "), "TELNUM": "", "PCON_CODE": "", "PCON_NAME": "",
        "ADDRESS2": "", "ADDRESS3": "", "URN_AC": with_rows(["0"] * schools, " ", " "), "SCHNAME_AC": "", "OPEN_AC": "",
        "NFTYPE": with_rows(spells["nftype"], " ", " "), "ICLOSE": with_rows(["0"] * schools, " ", " "),
        "RELDENOM": with_rows(place["religion"], " ", " "),
        "AGERANGE": with_rows(whole(place["low"]) + "-" + whole(place["high"]), " ", " "), "CONFEXAM": "",
        "TAB15": with_rows(np.where(place["high"] >= 16, "1", "0"), " ", " "),
        "TAB1618": with_rows(np.where(place["high"] >= 18, "1", "0"), " ", " "), "TOTPUPS": with_rows(whole(roll), " ", " "),
        "TPUPYEAR": with_rows(whole(np.rint(roll / 7)), " ", " "),
    }  # fmt: skip
