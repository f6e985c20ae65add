"""How do performance tables publish the fictional schools' key stage 2 results?

318 columns in the 2018/19 form, suffixes moved to each year, for the years with school results: 2015/16 to
2018/19 and 2022/23 to 2024/25. School rows (record type 1), special schools (2), authorities (3), all schools
(4) and state-funded schools (5). Schools without results end after their description, as the real rows do.
Cohorts of five or fewer and groups of five or fewer are suppressed. Authority and national rows carry the
published figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eif.demo.city import City, column_of, year_name
from eif.demo.keystage2 import RWM, KeyStage2
from eif.demo.ks2_cohort import PUBLISHED, Cohort2
from eif.demo.resources import header
from eif.demo.rows import NATIONAL_ROWS, Rows
from eif.demo.suffixes import moved, year_of
from eif.demo.text import Floats, Text, coded, short, whole, write_table

YEARSPUBLISHED = (2016, 2017, 2018, 2019, 2023, 2024, 2025)
_NAMED = 26
"""Fields of a row that has no results: the school's description and its roll."""
_SIZE = {"B": "BELIG", "G": "GELIG", "EAL": "TEALGRP2", "MOBN": "TMOBN", "L": "TKS1GROUP_L",
"M": "TKS1GROUP_M",
         "H": "TKS1GROUP_H", "FSM6CLA1A": "TFSM6CLA1A", "NotFSM6CLA1A": "TNotFSM6CLA1A"}  # fmt: skip
_GROUP = r"(?:_(B|G|L|M|H|FSM6CLA1A|NotFSM6CLA1A|EAL|MOBN))?"
_SHARE = re.compile(rf"PT(RWM|READ|GPS|MAT|WRITTA|SCITA)_(EXP|HIGH){_GROUP}$")
_MEAN = re.compile(rf"(READ|MAT|GPS)_AVERAGE{_GROUP}$")
_PROG = re.compile(rf"(READ|WRIT|MAT)PROG{_GROUP}(_LOWER|_UPPER|_DESCR|_UNADJUSTED)?$")


@dataclass(frozen=True)
class _File:
    """Columns of one year's file, by official heading."""

    cohorts: dict[int, Cohort2]
    year: int

    @property
    def now(self) -> Cohort2:
        return self.cohorts[self.year]

    def hidden(self, text: Text, year: int, group: str, *, none: str = "") -> Text:
        """The column with the codes of small cohorts and groups and of schools new since that year."""
        cohort = self.cohorts[year]
        pupils = cohort.count(cohort.pupils)
        return cohort.hidden(text, pupils, cohort.count(cohort.sizes[group]) if group else pupils, none=none)

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
            if result not in PUBLISHED:
                return "NA"
            return self.hidden(whole(cohort.share(result, group), sign="%"), year, group)
        if found := _MEAN.fullmatch(name):
            return self.hidden(whole(cohort.average(found[1], found[2] or "")), year, found[2] or "")
        if found := _PROG.fullmatch(name):
            return self.progress(cohort, found[1], found[2] or "", found[3] or "")
        if name.startswith("DIFFN_"):
            return self.gap(cohort, name.removeprefix("DIFFN_"))
        return self.pupils(cohort, name)

    def progress(self, cohort: Cohort2, subject: str, group: str, part: str) -> Text | str:
        value, half = cohort.progress(subject, group)
        if np.isnan(value).all():
            return "NP"
        if part == "_DESCR":
            strong = np.abs(value) > 2.4
            band = np.select(
                [value - half > 0, value + half < 0], [np.where(strong, 1, 2), np.where(strong, 5, 4)], 3
            )
            text = whole(np.where(np.isnan(value), np.nan, band))
        else:
            text = short(value + {"_LOWER": -1, "_UPPER": 1}.get(part, 0) * half, 1)
        text = self.hidden(text, cohort.year, group, none="NA")
        covered = cohort.mean(cohort.of(cohort.results.covered), cohort.pupils) < 50
        return coded(coded(text, covered & (text != "SUPP"), "LOWCOV"), self.now.is_nation, "")

    def gap(self, cohort: Cohort2, of: str) -> Text | str:
        if of.endswith("PROG"):
            value, _ = cohort.progress(of.removesuffix("PROG"), "FSM6CLA1A")
            others, _ = cohort.progress(of.removesuffix("PROG"), "NotFSM6CLA1A")
            if np.isnan(value).all():
                return "NA"
            text = short(value - others[-1], 1)
        else:
            others = cohort.share(of, "NotFSM6CLA1A")
            text = whole(np.rint(cohort.share(of, "FSM6CLA1A")) - np.rint(others[-1]))
        return coded(self.hidden(text, cohort.year, "FSM6CLA1A"), self.now.is_nation, "0")

    def pupils(self, cohort: Cohort2, name: str) -> Text | str:
        """Numbers of pupils (`T..`), their shares (`PT..`) and coverage."""
        n = cohort.count(cohort.pupils)
        if name == "TELIG":
            return self.hidden(whole(n), cohort.year, "")
        if name == "TKS1AVERAGE" and cohort.year <= 2023:
            points = cohort.mean(
                np.clip(16.2 - 0.7 * cohort.of(cohort.city.traits.need), 1, 21), cohort.pupils
            )
            return self.hidden(short(points, 1), cohort.year, "")
        if name.endswith("_AT") or name.endswith("_AD"):
            return self.hidden(whole(n * 0, sign="%"), cohort.year, "")
        if name == "PTWRITTA_WTS":
            below = np.maximum(98 - cohort.share("WRITTA_EXP", ""), 0) * 0.9
            return self.hidden(whole(below, sign="%"), cohort.year, "")
        if name.endswith("COV"):
            covered = cohort.mean(cohort.of(cohort.results.covered), cohort.pupils)
            if cohort.year > 2023:
                return "NA"
            return coded(self.hidden(whole(covered, sign="%"), cohort.year, ""), self.now.is_nation, "")
        size = self.group_size(cohort, name.removeprefix("P"))
        if size is None or ("KS1" in name and cohort.year > 2023):
            return "NA"
        share = name.startswith("P")
        with np.errstate(invalid="ignore", divide="ignore"):
            text = whole(100 * size / n, sign="%") if share else whole(size)
        return self.hidden(text, cohort.year, "")

    def group_size(self, cohort: Cohort2, name: str) -> Floats | None:
        groups = {total: group for group, total in _SIZE.items()}
        if name in groups:
            return cohort.count(cohort.sizes[groups[name]])
        context, n = cohort.city.context, cohort.pupils
        plans, support = (
            np.rint(n * cohort.of(share) / 100) for share in (context.ehcp, context.sen_support)
        )
        made = {
            "TKS1GROUP_NA": n - sum(cohort.sizes[g] for g in "LMH"),
            "TEALGRP1": n - cohort.sizes["EAL"], "TEALGRP3": n * 0,
            "TSENELE": plans, "SENELE": plans, "TSENELK": support, "SENELK": support,
            "TSENELEK": plans + support, "SENELEK": plans + support,
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
    return [_write_year(city, results, year, folder) for year in YEARSPUBLISHED]


def _write_year(city: City, results: KeyStage2, year: int, folder: Path) -> tuple[Path, int]:
    spells = city.in_year(year)
    taught = spells["phase"].isin(["primary", "all-through"]) | ~np.isnan(
        results.pupils[spells["place"], column_of(year)]
    )
    spells = spells[taught].reset_index(drop=True)
    cohorts = {
        y: Cohort2(city, spells, y, "primary", results) for y in YEARSPUBLISHED if year - 2 <= y <= year
    }
    file = _File(cohorts, year)
    names = moved(header("cscp_ks2final"), 2019, year)
    known = ~np.isnan(city.published.by_year(RWM[0])[:, column_of(year)])
    keep_rows = np.concatenate([np.ones(len(spells), dtype=bool), known, [True] * NATIONAL_ROWS])
    described = _description(file.now)
    columns: dict[str, Text | str] = {}
    for name in names:
        column = described[name] if name in described else file.column(name)
        columns[name] = column if isinstance(column, str) else np.asarray(column, dtype=object)[keep_rows]
    empty = np.isnan(file.now.pupils)
    above = [len(names)] * (int(known.sum()) + NATIONAL_ROWS)
    path = folder / year_name(year) / "england_ks2final.csv"
    rows = write_table(
        path,
        names,
        columns,
        int(keep_rows.sum()),
        keep=[*(_NAMED if bare else len(names) for bare in empty), *above],
    )
    return path, rows


def _description(rows: Rows) -> dict[str, Text | str]:
    """Columns that say which school, authority or country a row is about."""
    spells, las = rows.spells, rows.city.published.authorities
    place = rows.city.schools.places.iloc[rows.at].reset_index(drop=True)
    roll = rows.of(rows.city.context.roll)
    schools = {
        "ALPHAIND": whole(np.arange(len(spells)) * 2 + 1000), "ESTAB": spells["estab"], "URN": spells["urn"],
        "ADDRESS1": place["street"], "TOWN": spells["la_name"], "PCODE": spells["postcode"],
        "URN_AC": ["0"] * len(spells), "NFTYPE": spells["nftype"], "ICLOSE": ["0"] * len(spells),
        "RELDENOM": place["religion"], "AGERANGE": whole(place["low"]) + "-" + whole(place["high"]),
        "TAB15": np.where(place["high"] >= 16, "1", "0"), "TAB1618": np.where(place["high"] >= 18, "1", "0"),
        "TOTPUPS": whole(roll), "TPUPYEAR": whole(np.rint(roll / 7)),
    }  # fmt: skip
    blank = ("ADDRESS2", "ADDRESS3", "TELNUM", "PCON_CODE", "PCON_NAME", "SCHNAME_AC", "OPEN_AC", "CONFEXAM")
    return {
        "RECTYPE": rows.labelled(np.where(spells["phase"] == "special", "2", "1"), "3", ["4", "5"]),
        "LEA": rows.labelled(spells["la_code"], las["la_code"], " "),
        "SCHNAME": rows.labelled(spells["name"], las["name"], " "),
        **{name: rows.labelled(values, " ", " ") for name, values in schools.items()},
        **dict.fromkeys(blank, ""),
    }
