"""How does Get Information About Schools list the fictional schools?

Files in cp1252 with CRLF: all establishments, open and closed (140 columns), the links between them, and the
groups of `groups.py`. Ofsted grades are blank, as the service removed them in January 2025, and so are heads'
names.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from eif.demo.city import City, column_of
from eif.demo.groups import write_groups
from eif.demo.names import trusts
from eif.demo.published import HOME
from eif.demo.resources import header
from eif.demo.schools import DISTRICTS, LAST
from eif.demo.text import Text, decimal, whole, write_table

EXTRACTED = "20260302"
_GROUPS = {4: "Local authority maintained schools", 5: "Special schools", 10: "Academies", 11: "Free Schools"}
_PHASES = {
    "nursery": (1, "Nursery"),
    "primary": (2, "Primary"),
    "secondary": (4, "Secondary"),
    "all-through": (7, "All-through"),
}
_REGIONS = {
    "North East": "A", "North West": "B", "Yorkshire and The Humber": "D", "East Midlands": "E",
    "West Midlands": "F", "East of England": "G", "London": "H", "South East": "J", "South West": "K",
}  # fmt: skip
_FAITHS = {"Does not apply": "0", "Church of England": "2", "Roman Catholic": "3"}
_QUARTERS = ("North", "East", "South", "West")


def write_gias(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write establishments, links, groups and governance; gives each path with its rows."""
    spells, places = city.schools.spells, city.schools.places
    spells = spells.sort_values("urn", ignore_index=True)
    place = places.iloc[spells["place"].to_numpy()].reset_index(drop=True)
    establishments = folder / f"edubasealldata{EXTRACTED}.csv"
    rows = write_table(
        establishments, header("gias"), _columns(city, spells, place), len(spells), encoding="cp1252"
    )
    links = folder / f"links_edubasealldata{EXTRACTED}.csv"
    written = city.schools.links.sort_values(["urn", "link_urn"])
    names = {"URN": "urn", "LinkURN": "link_urn", "LinkName": "link_name", "LinkType": "link_type",
             "LinkEstablishedDate": "date"}  # fmt: skip
    columns = {name: written[source].to_numpy(dtype=object) for name, source in names.items()}
    write_table(links, header("gias_links"), columns, len(written), encoding="cp1252")
    academy = spells["academy"].to_numpy(dtype=bool)
    groups = write_groups(city, spells, _trusts(city, spells, academy), folder, EXTRACTED)
    return [(establishments, rows), (links, len(written)), *groups]


def _columns(city: City, spells: pd.DataFrame, place: pd.DataFrame) -> dict[str, Text | str]:
    at = spells["place"].to_numpy()
    now = column_of(LAST)
    context = city.context
    home = (spells["la_code"] == HOME).to_numpy()
    academy = spells["academy"].to_numpy(dtype=bool)
    free = (spells["route"] == "free").to_numpy()
    is_open = (spells["last"] >= LAST + 1).to_numpy()
    leaving = is_open & (spells["la_code"] == HOME).to_numpy() & (np.arange(len(spells)) % 211 == 7)
    counted = np.where(is_open, context.roll[at, now], np.nan)
    girls = np.rint(counted * context.girls[at, now] / 100)
    group = np.where(academy, np.where(free, 11, 10), np.where(spells["kind"] == "special", 5, 4))
    phase = spells["phase"].map(_PHASES)
    london = spells["region"].isin(["Inner London", "Outer London"])
    region = np.where(london, "London", spells["region"]).astype(object)
    district = place["district"].to_numpy()
    constituency = np.where(
        home,
        np.array(DISTRICTS, dtype=object)[district % len(DISTRICTS)],
        spells["la_name"] + " " + np.array(_QUARTERS, dtype=object)[district % 4],
    )
    ward = constituency + " " + np.array(_QUARTERS, dtype=object)[at % 4]
    spread = np.random.default_rng(city.seed).normal(size=(len(place), 2)) * 2600
    centre = np.where(
        home, 407000, 300000 + 1500 * (district + spells["la_code"].astype(int).to_numpy() % 160)
    )
    shift = np.array([-1, 1, 0, 2, 0, -2, 0, -2, 2, 2])[district % len(DISTRICTS)] * 2500 * home
    trust = _trusts(city, spells, academy)
    said = {
        "URN": spells["urn"], "LA (code)": spells["la_code"], "LA (name)": spells["la_name"],
        "EstablishmentNumber": spells["estab"], "EstablishmentName": spells["name"],
        "TypeOfEstablishment (code)": spells["type_code"].astype(str),
        "TypeOfEstablishment (name)": spells["type"],
        "EstablishmentTypeGroup (code)": group.astype(str),
        "EstablishmentTypeGroup (name)": pd.Series(group).map(_GROUPS),
        "EstablishmentStatus (code)": np.where(is_open, np.where(leaving, "3", "1"), "2"),
        "EstablishmentStatus (name)": np.where(
            is_open, np.where(leaving, "Open, but proposed to close", "Open"), "Closed"
        ),
        "ReasonEstablishmentOpened (name)": np.where(
            spells["old_urn"] != "",
            "Academy Converter",
            np.where(spells["is_new"], "New Provision", "Not applicable"),
        ),
        "OpenDate": spells["opened_on"],
        "ReasonEstablishmentClosed (name)": np.where(
            is_open, "Not applicable", np.where(spells["heir"], "Academy Converter", "Closure")
        ),
        "CloseDate": spells["closed_on"],
        "PhaseOfEducation (code)": [str(p[0]) if isinstance(p, tuple) else "0" for p in phase],
        "PhaseOfEducation (name)": [p[1] if isinstance(p, tuple) else "Not applicable" for p in phase],
        "StatutoryLowAge": whole(place["low"]), "StatutoryHighAge": whole(place["high"]),
        "NurseryProvision (name)": np.where(
            place["nursery_class"] | (place["phase"] == "nursery"), "Has Nursery Classes",
            "No Nursery Classes"
        ),
        "OfficialSixthForm (name)": np.where(place["sixth"], "Has a sixth form",
        "Does not have a sixth form"),
        "Gender (name)": place["gender"],
        "ReligiousCharacter (code)": place["religion"].map(_FAITHS),
        "ReligiousCharacter (name)": place["religion"],
        "AdmissionsPolicy (name)": np.where(
            place["selective"], "Selective", np.where(place["high"] > 11, "Non-selective", "Not applicable")
        ),
        "SchoolCapacity": whole(place["capacity"]),
        "CensusDate": np.where(is_open, "16-01-2025", ""), "NumberOfPupils": whole(counted),
        "NumberOfGirls": whole(girls), "NumberOfBoys": whole(counted - girls),
        "PercentageFSM": decimal(np.where(is_open, context.fsm[at, now], np.nan), 1),
        "FSM": whole(counted * context.fsm[at, now] / 100),
        "TrustSchoolFlag (name)": np.where(academy, "Supported by a multi-academy trust", "Not applicable"),
        "Trusts (code)": np.where(academy, trust["code"], ""),
        "Trusts (name)": np.where(academy, trust["name"], ""),
        "FederationFlag (name)": np.where(academy, "Not applicable", "Not under a federation"),
        "UKPRN": "19" + spells["urn"], "Street": place["street"], "Town": spells["la_name"],
        "Postcode": spells["postcode"],
        "GOR (code)": pd.Series(region).map(_REGIONS), "GOR (name)": region,
        "DistrictAdministrative (code)": spells["ons_code"],
        "DistrictAdministrative (name)": spells["la_name"],
        "GSSLACode (name)": spells["ons_code"],
        "AdministrativeWard (name)": ward, "ParliamentaryConstituency (name)": constituency,
        "Easting": whole(centre + shift + spread[:, 0]),
        "Northing": whole(np.where(home, 287000, centre) + shift + spread[:, 1]),
    }  # fmt: skip
    fixed = {
        "HeadPreferredJobTitle": "Headteacher", "LastChangedDate": "02-03-2026",
        "Country (name)": "United Kingdom",
        "Diocese (name)": "Not applicable", "Boarders (name)": "No boarders",
        "SpecialClasses (name)": "Not applicable",
        "RSCRegion (name)": "", "UrbanRural (name)": "", "Section41Approved (name)": "Not applicable",
    }  # fmt: skip
    columns: dict[str, Text | str] = {name: np.asarray(values, dtype=object) for name, values in said.items()}
    return columns | fixed


def _trusts(city: City, spells: pd.DataFrame, academy: np.ndarray) -> pd.DataFrame:
    """A trust for each academy: authorities have about one trust for every six academies."""
    rng = np.random.default_rng([city.seed, 7])
    number = spells["la_code"].map(spells[academy].groupby("la_code").size()).fillna(1).to_numpy()
    pick = np.floor(rng.random(len(spells)) ** 1.6 * np.maximum(number / 6, 1)).astype(int)
    keys = spells["la_code"].astype(int).to_numpy() * 1000 + pick
    distinct, where = np.unique(keys, return_inverse=True)
    return pd.DataFrame({"name": trusts(rng, len(distinct))[where], "code": (90000 + where).astype(str)})
