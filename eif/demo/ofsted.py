"""How does Ofsted list the inspections of the fictional schools?

Three months of its management information, one in each era's layout, in cp1252 with CRLF and `NULL` for what
is not known: August 2024 (overall effectiveness), August 2025 (no overall grade: `Not judged`) and October
2026 (report cards; two lines above the header, as in some months). A row lists the schools open on that day
with what was published by then; an inspection of the URN a school had before says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from eif.demo.city import City
from eif.demo.inspections import Inspection, latest, make_inspections
from eif.demo.resources import header, records

MONTHS = (date(2024, 8, 31), date(2025, 8, 31), date(2026, 10, 31))
_REPORT_CARDS_FROM = date(2025, 11, 30)
_PHASES = {
    "nursery": "Nursery", "primary": "Primary", "secondary": "Secondary", "all-through": "Secondary",
    "special": "Special", "alternative provision": "PRU",
}  # fmt: skip
_GRADED = {
    "overall": "overall effectiveness", "quality": "quality of education",
    "behaviour": "behaviour and attitudes", "development": "personal development",
    "leadership": "effectiveness of leadership and management",
    "early": "early years provision (where applicable)", "sixth": "sixth form provision (where applicable)",
}  # fmt: skip
_CARD = {
    "inclusion": "Inclusion", "curriculum": "Curriculum and teaching", "achievement": "Achievement",
    "attendance": "Attendance and behaviour", "wellbeing": "Personal development and wellbeing",
    "early": "Early years (where applicable)", "post_16": "Post-16 provision (where applicable)",
    "leadership": "Leadership and governance",
}  # fmt: skip
Record = dict[str, str]


def write_ofsted(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write one file per month; gives each path with its rows."""
    of_place: dict[int, list[Inspection]] = {}
    for each in make_inspections(city):
        of_place.setdefault(each.place, []).append(each)
    return [_write(city, of_place, day, folder) for day in MONTHS]


def _write(city: City, of_place: Mapping[int, list[Inspection]], day: date, folder: Path) -> tuple[Path, int]:
    path = folder / f"latest_inspections_as_at_{day:%d_%b_%Y}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    cards = day >= _REPORT_CARDS_FROM
    columns = header("ofsted_report_cards" if cards else "ofsted_graded")
    spells = records(city.described)
    spells_of: dict[int, list[dict[str, Any]]] = {}
    for spell in spells:
        spells_of.setdefault(spell["place"], []).append(spell)
    written = 0
    with path.open("w", encoding="cp1252", newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        if cards:
            writer.writerow([f"State-funded schools: latest inspections as at {day.day} {day:%B %Y}"])
            writer.writerow(["Fictional schools of a demonstration"])
        writer.writerow(columns)
        for spell in spells:
            if not _open_on(spell, day):
                continue
            at = spell["place"]
            found = of_place.get(at, [])
            row = _school(city, spell) | (_with_cards if cards else _with_grades)(
                found, spells_of[at], spell, day
            )
            writer.writerow([row.get(name, "NULL") for name in columns])
            written += 1
    return path, written


def _with_grades(
    found: list[Inspection], spells: list[dict[str, Any]], spell: dict[str, Any], day: date
) -> Record:
    graded, before = latest(found, ["graded"], day), latest(found, ["graded"], day, 1)
    row: Record = {}
    if graded:
        row |= _related(graded, spells, spell, "latest graded inspection", "latest graded inspection")
        row |= _grades(graded, "") | {
            "Inspection number of latest graded inspection": graded.number,
            "Inspection type": "S5 Inspection",
            "Inspection start date": _said(graded.day), "Publication date": _said(graded.published),
            "Inspection end date": _said(graded.day + timedelta(days=1)),
            "Category of concern": graded.category or "NULL",
        }  # fmt: skip
    if before:
        row |= _related(before, spells, spell, "previous graded inspection", "previous graded inspection")
        row |= _grades(before, "Previous ") | {
            "Previous graded inspection number": before.number,
            "Previous graded inspection overall effectiveness": before.grades["overall"],
            "Previous inspection start date": _said(before.day),
            "Previous publication date": _said(before.published),
            "Previous category of concern": before.category or "NULL",
        }
    number = "Latest ungraded inspection number since last graded inspection"
    return row | _ungraded(found, spells, spell, day, number, graded)


def _with_cards(
    found: list[Inspection], spells: list[dict[str, Any]], spell: dict[str, Any], day: date
) -> Record:
    card, graded = latest(found, ["report card"], day), latest(found, ["graded"], day)
    row: Record = {}
    if card:
        row |= _related(card, spells, spell, "latest full inspection", "latest full inspection") | {
            "Inspection number of latest full inspection": card.number, "Inspection type": "S5 Inspection",
            "Inspection start date": _said(card.day), "Publication date": _said(card.published),
            "Category of concern": card.category or "NULL",
            "Most recent category of concern": card.category or "NULL",
            "Safeguarding standards": "Met" if card.safe else "Not met",
            "Safeguarding standards - date of grade": _said(card.day),
        }  # fmt: skip
        for area, column in _CARD.items():
            row[column] = card.grades[area]
            row[column.replace(" (where applicable)", "") + " - date of grade"] = _said(card.day)
    # Inspections before the framework of September 2019 have left this file.
    if graded and graded.day >= date(2019, 9, 1):
        which = "latest OEIF graded inspection"
        row |= _related(graded, spells, spell, which, which) | _grades(graded, "Latest OEIF ") | {
            f"Inspection number of {which}": graded.number, f"Inspection type of {which}": "S5 Inspection",
            f"Inspection start date of {which}": _said(graded.day),
            f"Publication date of {which}": _said(graded.published),
            "Latest OEIF category of concern": graded.category or "NULL",
        }  # fmt: skip
    return row | _ungraded(found, spells, spell, day, "Latest ungraded inspection number", None)


def _ungraded(
    found: list[Inspection],
    spells: list[dict[str, Any]],
    spell: dict[str, Any],
    day: date,
    number: str,
    since: Inspection | None,
) -> Record:
    visit = latest(found, ["ungraded"], day)
    if visit is None or (since and visit.day < since.day):
        return {}
    return _related(visit, spells, spell, "ungraded inspection", "the ungraded inspection") | {
        number: visit.number,
        "Date of latest ungraded inspection": _said(visit.day),
        "Ungraded inspection publication date": _said(visit.published),
        "Ungraded inspection overall outcome": visit.outcome,
    }


def _grades(inspection: Inspection, before: str) -> Record:
    """The columns of grades; inspections before September 2019 judged leadership and the whole only."""
    judged = _GRADED if inspection.day >= date(2019, 9, 1) else {"overall": "", "leadership": ""}
    row = {_column(before, _GRADED[area]): inspection.grades[area] for area in judged}
    if inspection.day >= date(2019, 9, 1):
        # The report-card files write this one heading with two spaces.
        gap = " " if before == "Latest OEIF " else ""
        row[_column(before, f"{gap}safeguarding is effective?")] = "Yes" if inspection.safe else "No"
    row.pop("Previous overall effectiveness", None)
    return row


def _column(before: str, name: str) -> str:
    return before + name if before else name[:1].upper() + name[1:]


def _related(
    inspection: Inspection, spells: list[dict[str, Any]], spell: dict[str, Any], which: str, short: str
) -> Record:
    """Under which URN the inspection was, and whether that is the school of this row."""
    then = next((each for each in spells if _open_on(each, inspection.day)), spell)
    own = then["urn"] == spell["urn"]
    return {
        f"Does the {which} relate to the URN of the current school?": "Yes" if own else "No",
        f"URN at time of {short}": then["urn"],
        f"LAESTAB at time of {short}": then["la_code"] + then["estab"],
        f"School name at time of {short}": then["name"],
        f"School type at time of {short}": then["type"],
    }


def _school(city: City, spell: dict[str, Any]) -> Record:
    place = city.schools.places.iloc[spell["place"]]
    web = f"https://reports.ofsted.gov.uk/provider/21/{spell['urn']}"
    return {
        "Web link": web, "Web Link (opens in new window)": web, "URN": spell["urn"],
        "LAESTAB": spell["la_code"] + spell["estab"], "School name": spell["name"],
        "Ofsted phase": _PHASES[spell["phase"]], "Type of education": spell["type"],
        "School open date": str(spell["opened_on"]).replace("-", "/") or "NULL",
        "Sixth form": "Has a sixth form" if place["sixth"] else "Does not have a sixth form",
        "Designated religious character": place["religion"], "Ofsted region": spell["region"],
        "Region": spell["region"], "Local authority": spell["la_name"], "Postcode": spell["postcode"],
        "Statutory lowest age": str(place["low"]), "Statutory highest age": str(place["high"]),
    }  # fmt: skip


def _open_on(spell: dict[str, Any], day: date) -> bool:
    opened, closed = _day(spell["opened_on"]), _day(spell["closed_on"])
    return (opened is None or opened <= day) and (closed is None or closed >= day)


def _day(text: str) -> date | None:
    if not text:
        return None
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"
