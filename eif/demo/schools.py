"""Which schools are there, and how did they come and go?

A *place* is a school as a community knows it, with one history, whatever its URN (see `spells`). The home
city is shaped like Birmingham's 444 open state-funded schools (212 maintained; 293 primary, 52% of them
maintained; 82 secondary, 20%). Neighbours and core cities are sampled, the rest of England sampled thinly, or
everything is written in full for a national size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo import names
from eif.demo.published import CORE_CITIES, HOME, NEIGHBOURS
from eif.demo.resources import records
from eif.demo.spells import make_spells

FIRST, LAST = 2015, 2025
DISTRICTS = (
    "Edgbaston", "Erdington", "Hall Green", "Hodge Hill", "Ladywood",
    "Northfield", "Perry Barr", "Selly Oak", "Sutton Coldfield", "Yardley",
)  # fmt: skip
NEED = np.array([-0.4, 0.4, -0.1, 0.9, 0.8, 0.1, 0.2, -0.2, -2.1, 0.2])
"""How deprived each district is, in standard deviations of school intake."""
LANGUAGES = np.array([0.2, -0.3, 0.9, 1.1, 0.9, -1.3, 0.5, -0.5, -1.3, 0.3])
"""How many families speak another language at home in each district, in the same unit."""

_HOME_MIX = {
    "primary": (293, 152), "secondary": (82, 16), "special": (27, 14),
    "nursery": (26, 26), "alternative provision": (9, 3), "all-through": (7, 1),
}  # fmt: skip
_ELSEWHERE_MAINTAINED = {
    "primary": 0.55, "secondary": 0.18, "special": 0.5, "nursery": 1.0, "alternative provision": 0.45,
    "all-through": 0.15,
}  # fmt: skip
_SAMPLE = {"near": 0.33, "far": 0.085}
STORIES = ("attendance collapse", "recovery", "key stage 2 dip", "excellent, low intake", "tiny")


@dataclass(frozen=True)
class Schools:
    """`places` (one row per place) and `spells` (one row per URN, `place` points into places) and `links`."""

    places: pd.DataFrame
    spells: pd.DataFrame
    links: pd.DataFrame  # urn, link_urn, link_name, link_type, date


def make_schools(rng: np.random.Generator, las: pd.DataFrame, *, schools: int, england: bool) -> Schools:
    """Every school of the demonstration; `schools` is how many are open in the home city."""
    places = _places(rng, las, schools, england)
    _describe(rng, places)
    _tell_stories(places)
    places = _open_and_close(rng, places)
    spells, links = make_spells(places)
    return Schools(places, spells, links)


def _places(rng: np.random.Generator, las: pd.DataFrame, schools: int, england: bool) -> pd.DataFrame:
    frames = []
    for row in records(las):
        if row["la_code"] == HOME:
            mix = {phase: (round(n * schools / 444), m / n) for phase, (n, m) in _HOME_MIX.items()}
            mix["primary"] = (
                schools - sum(n for p, (n, _) in mix.items() if p != "primary"),
                mix["primary"][1],
            )
        else:
            near = row["la_code"] in NEIGHBOURS or row["la_code"] in CORE_CITIES
            part = 1.0 if england else _SAMPLE["near" if near else "far"] * min(1.0, schools / 444)
            least = 2 if int(row["primary"]) > 3 else 0
            numbers = {
                "primary": max(least, round(part * int(row["primary"]))),
                "secondary": max(
                    min(least, 1), round(part * int(row["secondary"]) * (1.0 if england or near else 1.3))
                ),
                "special": round(part * int(row["special"])),
                "nursery": round(part * int(row["nursery"])),
                "alternative provision": round(part * int(row["alternative"])),
                "all-through": round(part * int(row["secondary"]) * 0.04),
            }
            mix = {phase: (n, _ELSEWHERE_MAINTAINED[phase]) for phase, n in numbers.items()}
        for phase, (n, share) in mix.items():
            maintained = np.zeros(n, dtype=bool)
            maintained[: round(n * share)] = True
            frames.append(pd.DataFrame({"la_code": row["la_code"], "phase": phase, "maintained": maintained}))
    places = pd.concat(frames, ignore_index=True)
    return places.astype({"la_code": object, "phase": object}).assign(opened=1900, closed=9999, became="")


def _describe(rng: np.random.Generator, places: pd.DataFrame) -> None:
    """Give every place its ages, size, faith, gender, selection, area and name."""
    n = len(places)
    phase = places["phase"].to_numpy()
    home = (places["la_code"] == HOME).to_numpy()
    primary, secondary = phase == "primary", phase == "secondary"
    drawn = rng.random(n)
    part = np.where(
        primary & (drawn < 0.07), "infant", np.where(primary & (drawn < 0.135), "junior", "")
    ).astype(object)
    places["part"] = part
    sixth = (rng.random(n) < 0.55) & np.isin(phase, ("secondary", "all-through"))
    nursery = rng.random(n) < 0.5
    low = np.select(
        [
            phase == "nursery",
            part == "junior",
            primary,
            secondary,
            phase == "special",
            phase == "all-through",
        ],
        [2, 7, np.where(nursery, 3, 4), 11, np.where(rng.random(n) < 0.5, 3, 11), 4],
        11,
    )
    high = np.select(
        [phase == "nursery", part == "infant", primary, phase == "special"],
        [5, 7, 11, np.where(low == 3, 11, 19)],
        np.where(sixth, 18, 16),
    )
    places["low"], places["high"], places["sixth"], places["nursery_class"] = (
        low,
        high,
        sixth,
        nursery & primary,
    )
    entry = rng.choice([15, 30, 45, 60, 90, 120], n, p=[0.02, 0.20, 0.07, 0.46, 0.18, 0.07])
    entry = np.where(
        home, entry, rng.choice([15, 20, 30, 45, 60, 90], n, p=[0.13, 0.12, 0.32, 0.13, 0.24, 0.06])
    )
    groups = np.where(part == "infant", 3, np.where(part == "junior", 4, 7))
    size = np.select(
        [primary, secondary, phase == "special", phase == "nursery", phase == "alternative provision"],
        [
            entry * groups,
            np.exp(rng.normal(6.86, 0.36, n)),
            np.exp(rng.normal(5.0, 0.45, n)),
            np.exp(rng.normal(4.8, 0.3, n)),
            np.exp(rng.normal(3.9, 0.6, n)),
        ],
        np.exp(rng.normal(7.1, 0.3, n)),
    )
    places["capacity"] = np.maximum(np.rint(size / 5) * 5, 15).astype(int)
    places["fill"] = np.clip(rng.normal(0.93, 0.07, n), 0.6, 1.06)
    faith = rng.random(n)
    schoolish = np.isin(phase, ("primary", "secondary", "all-through"))
    places["religion"] = np.where(
        schoolish & (faith < 0.15),
        "Roman Catholic",
        np.where(primary & (faith < np.where(home, 0.24, 0.38)), "Church of England", "Does not apply"),
    ).astype(object)
    sex = rng.random(n)
    places["gender"] = np.where(
        secondary & (sex < 0.06), "Girls", np.where(secondary & (sex < 0.10), "Boys", "Mixed")
    ).astype(object)
    selective = secondary & (rng.random(n) < np.where(home, 0.0, 0.045))
    grammars = np.flatnonzero(home & secondary & ~places["maintained"].to_numpy())
    selective[grammars[: round(0.1 * len(grammars) + 1)]] = True
    places["selective"] = selective & (places["religion"] == "Does not apply")
    district = rng.integers(0, len(DISTRICTS), n)
    places["district"] = np.where(home, district, rng.integers(0, 4, n))
    places["name"] = names.school_names(
        rng, phase, part, places["religion"].to_numpy(), ~places["maintained"].to_numpy(), selective
    )
    places["street"] = names.streets(rng, n)
    places["story"] = ""


def _tell_stories(places: pd.DataFrame) -> None:
    """Choose the home schools with a story that a reader of the demonstration should be able to find."""
    at_home = places[places["la_code"] == HOME]
    plain = at_home[
        (at_home["part"] == "") & (at_home["religion"] == "Does not apply") & ~at_home["selective"]
    ]
    maintained = plain[plain["maintained"]]
    primaries = maintained[maintained["phase"] == "primary"].index
    secondaries = maintained[maintained["phase"] == "secondary"].index
    academies = plain[(plain["phase"] == "primary") & ~plain["maintained"]].index
    cast = {
        "attendance collapse": secondaries[:1], "recovery": academies[:1], "key stage 2 dip": primaries[:1],
        "excellent, low intake": primaries[1:2], "tiny": primaries[2:3],
    }  # fmt: skip
    for story, rows in cast.items():
        places.loc[rows, "story"] = story
    places.loc[places["story"] == "tiny", ["capacity", "fill"]] = [35, 0.8]
    places.loc[places["story"] == "excellent, low intake", "district"] = DISTRICTS.index("Hodge Hill")


def _open_and_close(rng: np.random.Generator, places: pd.DataFrame) -> pd.DataFrame:
    """Set the years of new and closed places and of conversions, and add places that closed before today."""
    n = len(places)
    quiet = (places["story"] == "").to_numpy()
    academy = ~places["maintained"].to_numpy()
    drawn = rng.random(n)
    is_new = academy & quiet & (drawn < 0.10) & ~places["selective"].to_numpy()
    places.loc[is_new, "opened"] = rng.integers(2012, 2025, int(is_new.sum()))
    converted = academy & ~is_new
    places["converted"] = np.where(converted, rng.integers(2011, 2026, n), 0)
    places.loc[places["story"] == "recovery", "converted"] = 2020
    places["midyear"] = rng.random(n) < 0.25
    places["sponsored"] = rng.random(n) < 0.35
    gone = places[quiet & (rng.random(n) < 0.03) & (places["la_code"] != HOME).to_numpy()].copy()
    gone["closed"] = rng.integers(FIRST, LAST, len(gone))
    gone.loc[gone["opened"] >= gone["closed"], "opened"] = 1900
    late = gone["converted"] >= gone["closed"]
    gone.loc[late, ["converted", "maintained"]] = [0, True]
    gone["name"] = names.school_names(
        rng, gone["phase"].to_numpy(), gone["part"].to_numpy(), gone["religion"].to_numpy(),
        ~gone["maintained"].to_numpy(), gone["selective"].to_numpy(),
    )  # fmt: skip
    joined = _merged(rng, places)
    closed_home = places[(places["la_code"] == HOME) & quiet & (places["phase"] == "primary")].head(6).copy()
    closed_home["closed"] = [2016, 2018, 2019, 2021, 2022, 2024][: len(closed_home)]
    closed_home["maintained"], closed_home["converted"], closed_home["opened"] = True, 0, 1900
    closed_home["name"] = names.places(rng, len(closed_home)) + " Community Primary School"
    return pd.concat([places, gone, joined, closed_home], ignore_index=True)


def _merged(rng: np.random.Generator, places: pd.DataFrame) -> pd.DataFrame:
    """Two pairs of primaries that merged, and an infant and a junior school that amalgamated."""
    heirs = places[
        (places["la_code"] == HOME) & (places["phase"] == "primary") & places["maintained"]
        & (places["part"] == "") & (places["story"] == "")
        & (places["capacity"] >= 315) & (places["religion"] == "Does not apply")
    ].index[-3:]  # fmt: skip
    frames = []
    for heir, year, kind in zip(heirs, (2018, 2022, 2019), ("merged", "merged", "amalgamated"), strict=False):
        pair = places.loc[[heir, heir]].copy()
        pair["closed"], pair["became"] = year, f"{kind}:{heir}"
        pair["capacity"] = int(places.loc[heir, "capacity"] // 2)
        stem = names.places(rng, 2)
        pair["name"] = stem + " Primary School"
        if kind == "amalgamated":
            pair["part"], pair["low"], pair["high"] = ["infant", "junior"], [4, 7], [7, 11]
            pair["name"] = [stem[0] + " Infant School", stem[0] + " Junior School"]
            places.loc[heir, "name"] = stem[0] + " Primary School"
        places.loc[heir, "opened"] = year + 1
        frames.append(pair)
    return pd.concat(frames, ignore_index=True) if frames else places.iloc[:0].copy()
