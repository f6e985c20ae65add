"""How does Explore education statistics publish suspensions and exclusions of the fictional city?

One file of schools, by term as it is published, and one of areas, by year. National rates are of the size
published for 2021/22 to 2024/25; every school is invented: more where attendance is hard.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from eif.demo.city import City, column_of
from eif.demo.published import HOME
from eif.demo.resources import header
from eif.demo.text import decimal, whole, write_table

# Suspensions and permanent exclusions for every 100 pupils in England, by the phase of the file.
NATIONAL = {
    "State-funded primary": {2022: (1.4, 0.02), 2023: (1.8, 0.03), 2024: (2.3, 0.03), 2025: (2.4, 0.03)},
    "State-funded secondary": {
        2022: (14.0, 0.16),
        2023: (18.0, 0.22),
        2024: (22.6, 0.26),
        2025: (23.1, 0.26),
    },
    "Special": {2022: (10.0, 0.07), 2023: (11.1, 0.08), 2024: (12.7, 0.09), 2025: (12.9, 0.09)},
}
_WORDS = {"primary": "State-funded primary", "secondary": "State-funded secondary", "special": "Special"}
_TERMS = (("Autumn term", 0.36), ("Spring term", 0.34), ("Summer term", 0.30))
_ENGLAND = {"country_code": "E92000001", "country_name": "England"}


def write_suspensions(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write the two files; gives each path with its rows."""
    rng = np.random.default_rng([city.seed, 61])
    schools = pd.concat([_schools(city, year, rng) for year in (2022, 2023, 2024, 2025)], ignore_index=True)
    areas = pd.DataFrame([_area(phase, year) for phase in NATIONAL for year in NATIONAL[phase]])
    written = []
    for name, table in (("exc_school", schools), ("exc_nat_region_la", areas)):
        path = folder / f"{name}.csv"
        names = header(name)
        columns = {each: table[each].to_numpy(dtype=object) if each in table else "" for each in names}
        rows = write_table(path, names, columns, len(table), encoding="utf-8", newline="\n")
        written.append((path, rows))
    return written


def _schools(city: City, year: int, rng: np.random.Generator) -> pd.DataFrame:
    """A row for each school of the home city and term."""
    spells = city.in_year(year)
    spells = spells[(spells["la_code"] == HOME) & spells["absence_phase"].isin(list(_WORDS))]
    at, t = spells["place"].to_numpy(), column_of(year)
    roll = np.maximum(np.rint(np.nan_to_num(city.context.roll[at, t], nan=200.0)), 5)
    hard = city.traits.hard[at, t]
    phase = spells["absence_phase"].map(_WORDS).to_numpy(dtype=object)
    rate = np.array([NATIONAL[each][year][0] for each in phase]) * np.exp(0.55 * hard - 0.28)
    out = np.array([NATIONAL[each][year][1] for each in phase]) * np.exp(0.4 * hard - 0.08)
    frames = []
    for term, share in _TERMS:
        suspended = rng.poisson(roll * rate * share / 100)
        excluded = rng.poisson(roll * out * share / 100)
        once = np.maximum(rng.binomial(suspended, 0.62), np.minimum(suspended, 1))
        frames.append(
            pd.DataFrame({
                "time_period": f"{year - 1}{year % 100}", "time_identifier": term,
                "geographic_level": "School",
                **_ENGLAND, "region_code": "E12000005", "region_name": "West Midlands", "old_la_code": HOME,
                "new_la_code": spells["ons_code"].to_numpy(), "la_name": spells["la_name"].to_numpy(),
                "school_laestab": HOME + spells["estab"].astype(str).to_numpy(),
                "school_urn": spells["urn"].to_numpy(), "school_name": spells["name"].to_numpy(),
                "education_phase": phase, "headcount": whole(roll),
                "perm_excl": whole(excluded), "perm_excl_rate": decimal(100 * excluded / roll, 2),
                "suspension": whole(suspended), "susp_rate": decimal(100 * suspended / roll, 2),
                "one_plus_susp": whole(once), "one_plus_susp_rate": decimal(100 * once / roll, 2),
            })
        )  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _area(phase: str, year: int) -> dict[str, Any]:
    """The national row of a phase and year."""
    suspended, excluded = NATIONAL[phase][year]
    pupils = {"State-funded primary": 4_600_000, "State-funded secondary": 3_600_000}.get(phase, 150_000)
    return {
        "time_period": f"{year - 1}{year % 100}", "time_identifier": "Academic year",
        "geographic_level": "National", **_ENGLAND, "education_phase": phase, "headcount": str(pupils),
        "perm_excl": str(round(pupils * excluded / 100)), "perm_excl_rate": f"{excluded:.2f}",
        "suspension": str(round(pupils * suspended / 100)), "susp_rate": f"{suspended:.2f}",
        "one_plus_susp": str(round(pupils * suspended * 0.45 / 100)),
        "one_plus_susp_rate": f"{suspended * 0.45:.2f}",
    }  # fmt: skip
