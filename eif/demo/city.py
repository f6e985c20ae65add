"""What do all writers share about the schools they write?

`City` gathers places, spells and their histories. `in_year` picks the spells that the files of one year
carry, in publishers' order (authority, then establishment number), with what names and describes them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.absence import Absence, absence_phase
from eif.demo.context import Context
from eif.demo.published import YEARS, Published
from eif.demo.schools import Schools
from eif.demo.traits import Traits

_TYPES = pd.DataFrame(
    [
        ("nursery", "", "Local authority nursery school", 15, "LANURS", "Local authority nursery school"),
        ("pru", "", "Pupil referral unit", 14, "PRU", "Pupil referral unit"),
        ("special", "", "Community special school", 7, "CYS", "Community special school"),
        ("school", "va", "Voluntary aided school", 2, "VA", "Voluntary aided school"),
        ("school", "vc", "Voluntary controlled school", 3, "VC", "Voluntary controlled school"),
        ("school", "community", "Community school", 1, "CY", "Community school"),
        ("school", "foundation", "Foundation school", 5, "FD", "Foundation school"),
        ("school", "converter", "Academy converter", 34, "ACC", "Academy - Converter mainstream"),
        ("school", "sponsored", "Academy sponsor led", 28, "AC", "Academy sponsor led mainstream"),
        ("school", "free", "Free schools", 35, "F", "Free school - Mainstream"),
        (
            "special",
            "converter",
            "Academy special converter",
            44,
            "ACCS",
            "Academy - Converter special school",
        ),
        (
            "special",
            "sponsored",
            "Academy special sponsor led",
            33,
            "ACS",
            "Academy sponsor led special school",
        ),
        ("special", "free", "Free schools special", 36, "FS", "Free school - Special"),
        (
            "pru",
            "converter",
            "Academy alternative provision converter",
            42,
            "ACCAP",
            "Academy - Alternative provision",
        ),
        (
            "pru",
            "sponsored",
            "Academy alternative provision sponsor led",
            43,
            "ACAP",
            "Academy - Alternative provision",
        ),
        (
            "pru",
            "free",
            "Free schools alternative provision",
            38,
            "FAP",
            "Free school - Alternative provision",
        ),
    ],
    columns=["kind", "route", "type", "type_code", "nftype", "type_said"],
)
_ESTAB = {
    "nursery": 1000,
    "alternative provision": 1100,
    "secondary": 4000,
    "all-through": 4000,
    "special": 7000,
}
_ADDRESS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class City:
    """Everything that is true of the demonstration before any file is written."""

    published: Published
    schools: Schools
    traits: Traits
    context: Context
    absence: Absence
    seed: int

    def in_year(self, year: int) -> pd.DataFrame:
        """Spells with data in the academic year that ends in `year`, one row each, in publishers' order."""
        described = self.described
        alive = (described["first"] <= year) & (described["last"] >= year)
        return described[alive].reset_index(drop=True)

    @property
    def described(self) -> pd.DataFrame:
        """Every spell with type, numbers and address (see `describe`)."""
        return self.schools.spells


def year_name(year: int) -> str:
    """`2019` is the academic year 2018/19, whose folder is `2018-2019`."""
    return f"{year - 1}-{year}"


def column_of(year: int) -> int:
    """Position of a year in the arrays of trajectories."""
    return YEARS.index(year)


def describe(schools: Schools, published: Published, rng: np.random.Generator) -> Schools:
    """Add authority, type, numbers, absence phase and address to each spell; sorted as published."""
    places, spells = schools.places, schools.spells
    faith = places["religion"].to_numpy()
    band = places["phase"].map(_ESTAB).fillna(2000).astype(int).to_numpy()
    band = np.where((band == 2000) & (faith != "Does not apply"), 3300, band)
    order = (
        pd.DataFrame({"la": places["la_code"], "band": band}).groupby(["la", "band"]).cumcount().to_numpy()
    )
    drawn = rng.random(len(places))
    kind = np.where(places["phase"] == "special", "special", "school")
    kind = np.where(places["phase"] == "alternative provision", "pru", kind)
    kind = np.where((places["phase"] == "nursery") & places["maintained"], "nursery", kind)
    kept = np.select(
        [kind != "school", faith == "Roman Catholic", faith == "Church of England", drawn < 0.1],
        ["", "va", np.where(drawn < 0.5, "va", "vc"), "foundation"],
        "community",
    )
    became = np.where(
        places["converted"] > 0, np.where(places["sponsored"], "sponsored", "converter"), "free"
    )
    at = spells["place"].to_numpy()
    route = np.where(spells["academy"], became[at], kept[at])
    las = published.authorities.set_index("la_code")
    n = len(places)
    letters = np.array(list(_ADDRESS), dtype=object)
    unit = rng.integers(1, 10, n).astype(str).astype(object) + rng.choice(letters, n) + rng.choice(letters, n)
    outward = np.where(
        places["la_code"] == "330", "B99", "ZZ" + rng.integers(1, 99, n).astype(str).astype(object)
    )
    details = pd.DataFrame({
        "la_code": places["la_code"].to_numpy()[at],
        "estab": (band + order)[at].astype(str),
        "phase": places["phase"].to_numpy()[at],
        "absence_phase": absence_phase(places)[at],
        "kind": kind[at],
        "route": route,
        "postcode": (outward + " " + unit)[at],
    })  # fmt: skip
    details = details.merge(_TYPES, on=["kind", "route"], how="left", validate="many_to_one")
    joined = pd.concat([spells.reset_index(drop=True), details], axis=1)
    joined["la_name"] = las["name"].loc[joined["la_code"]].to_numpy()
    joined["region"] = las["region"].loc[joined["la_code"]].to_numpy()
    joined["ons_code"] = las["ons_code"].loc[joined["la_code"]].to_numpy()
    before = joined[joined["heir"]].set_index("place")["urn"]
    joined["old_urn"] = np.where(
        joined["is_new"] & joined["academy"], joined["place"].map(before).fillna(""), ""
    )
    joined = joined.sort_values(["la_code", "estab", "urn"], kind="stable", ignore_index=True)
    return Schools(places, joined, schools.links)
