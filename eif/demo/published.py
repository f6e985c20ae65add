"""What does each authority score on each published measure in the demonstration?

Birmingham, the West Midlands and England are the published figures; the ten neighbours differ among
themselves and average to the published mean; every other authority is invented, spread as authorities are,
and the whole averages to England. Schools are later settled on these figures, so that files about schools,
authorities and the country agree with each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from eif.demo.resources import facts, records

HOME = "330"
NEIGHBOURS = ("892", "352", "380", "391", "353", "889", "373", "806", "852", "355")
CORE_CITIES = ("330", "801", "383", "341", "352", "391", "892", "373")
YEARS = tuple(range(2015, 2026))
"""Academic years by the calendar year they end in."""

_NO_FIGURES = ("201", "420")  # City of London and Isles of Scilly: too few pupils to publish
_LONDON = ("Inner London", "Outer London")


@dataclass(frozen=True)
class Published:
    """Figures of every authority, region and England: `la[measure]` is a table period x authority code."""

    authorities: pd.DataFrame  # la_code, ons_code, name, region, la_type, numbers of schools
    measures: pd.DataFrame  # measure, measure_code, topic, title, polarity, decimals, year_type, no_quartile
    la: dict[str, pd.DataFrame]
    region: dict[str, pd.DataFrame]  # period x region name
    england: dict[str, pd.Series]  # period -> value
    decimals: dict[str, int]
    _by_year: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict, repr=False)
    _england_by_year: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict, repr=False)

    def by_year(self, measure: str) -> npt.NDArray[np.float64]:
        """Value per authority and year (authority x YEARS); NaN where nothing was published."""
        if measure not in self._by_year:
            found = self.la[measure].rename(index=lambda period: period[:4])
            self._by_year[measure] = found.reindex([str(y) for y in YEARS]).to_numpy(dtype=np.float64).T
        return self._by_year[measure]

    def filled(self, measure: str) -> npt.NDArray[np.float64]:
        """As `by_year`, with England's figure where an authority has none."""
        return np.where(
            np.isnan(self.by_year(measure)), self.england_by_year(measure)[None, :], self.by_year(measure)
        )

    def england_by_year(self, measure: str) -> npt.NDArray[np.float64]:
        """England's value per year of YEARS; NaN where nothing was published."""
        if measure not in self._england_by_year:
            found = self.england[measure].rename(index=lambda period: period[:4])
            self._england_by_year[measure] = found.reindex([str(y) for y in YEARS]).to_numpy(dtype=np.float64)
        return self._england_by_year[measure]


def make_published(rng: np.random.Generator) -> Published:
    """Every authority's figures, the same for the same generator state."""
    las = facts("la")
    measures = facts("measures")
    values = facts("published").replace("", np.nan)
    areas = ["birmingham", "neighbours", "west_midlands", "england"]
    values["decimals"] = values[["birmingham", "england"]].map(_places).max(axis=1)
    values[areas] = values[areas].astype(np.float64)
    deprived = _deprivation(las, rng)
    strength = 0.8 * rng.standard_normal(len(las)) - 0.5 * deprived
    weight = np.asarray(las["primary"], dtype=np.float64) + 0.5
    la: dict[str, pd.DataFrame] = {}
    region: dict[str, pd.DataFrame] = {}
    england: dict[str, pd.Series] = {}
    decimals: dict[str, int] = {}
    for row in records(measures):
        known = values[values["measure"] == row["measure"]]
        places = min(int(known["decimals"].max()), 3)
        base = {"High": strength, "Low": -strength}.get(row["polarity"], deprived)
        own = 0.75 * base + 0.6 * rng.standard_normal(len(las))
        wobble = rng.standard_normal((len(known), len(las)))
        table = np.full((len(known), len(las)), np.nan)
        for i, (home, near, west, whole) in enumerate(known[areas].to_numpy()):
            deviation = float(row["spread"]) * (0.92 * own + 0.25 * wobble[i])
            table[i] = _spread_out(las, weight, deviation, home, near, west, whole, places)
        if "Prog" not in row["measure"]:
            table = np.maximum(table, 0)
        if 25 < known["england"].max() < 99:
            table = np.minimum(table, 99)
        table[:, las["la_code"].isin(_NO_FIGURES)] = np.nan
        la[row["measure"]] = pd.DataFrame(
            table, index=known["period"].tolist(), columns=las["la_code"].tolist()
        )
        england[row["measure"]] = known.set_index("period")["england"]
        region[row["measure"]] = _regions(la[row["measure"]], las, weight, known, places)
        decimals[row["measure"]] = places
    return Published(las, measures, la, region, england, decimals)


def _places(cell: object) -> int:
    text = str(cell)
    return len(text.partition(".")[2]) if "." in text else 0


def _deprivation(las: pd.DataFrame, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    drawn = rng.standard_normal(len(las))
    urban = las["la_type"].map({"MD": 0.6, "ILB": 0.8, "OLB": 0.0, "UA": 0.0, "SC": -0.6}).fillna(0.0)
    return np.asarray(0.8 * drawn + urban.to_numpy(), dtype=np.float64)


def _spread_out(
    las: pd.DataFrame,
    weight: npt.NDArray[np.float64],
    deviation: npt.NDArray[np.float64],
    home: float,
    near: float,
    west: float,
    whole: float,
    places: int,
) -> npt.NDArray[np.float64]:
    """One period's figure of each authority, averaging to the published figures."""
    codes = las["la_code"].to_numpy()
    is_near = np.isin(codes, NEIGHBOURS)
    in_west = (las["region"] == "West Midlands").to_numpy() & (codes != HOME)
    rest = ~(is_near | in_west | (codes == HOME))
    value = np.full(len(las), np.nan)
    if np.isnan(whole):
        whole = west if np.isnan(near) else near
    if np.isnan(whole):
        return value
    near = whole if np.isnan(near) else near
    value[is_near] = _rounded_to_mean(
        near + 0.6 * (deviation[is_near] - deviation[is_near].mean()), near, places
    )
    centre = whole if np.isnan(west) else west
    at_home = centre if np.isnan(home) else home
    value[codes == HOME] = at_home
    for group, target in ((in_west, centre), (rest, whole)):
        outside = ~group & ~np.isnan(value) & ((codes == HOME) if target is centre else True)
        owed = target * (weight[group].sum() + weight[outside].sum()) - (value * weight)[outside].sum()
        level = np.clip(owed / weight[group].sum(), target * 0.8 - 1, target * 1.2 + 1)
        shift = level - np.average(deviation[group], weights=weight[group])
        value[group] = np.round(deviation[group] + shift, places)
    value[codes == HOME] = home
    return value


def _rounded_to_mean(values: npt.NDArray[np.float64], mean: float, places: int) -> npt.NDArray[np.float64]:
    """Round so that the total stays as near the mean as rounding allows (largest remainders up)."""
    step = 10.0**-places
    low = np.floor(values / step)
    missing = int(np.clip(np.rint(mean * len(values) / step - low.sum()), 0, len(values)))
    low[np.argsort(low - values / step)[:missing]] += 1
    return np.round(low * step, places)


def _regions(
    table: pd.DataFrame, las: pd.DataFrame, weight: npt.NDArray[np.float64], known: pd.DataFrame, places: int
) -> pd.DataFrame:
    """Averages of the nine regions and of Inner and Outer London; the West Midlands as published."""
    result: dict[str, npt.NDArray[np.float64]] = {}
    names = las["region"].to_numpy()
    for name in [*dict.fromkeys(names.tolist()), "London"]:
        inside = np.isin(names, _LONDON) if name == "London" else names == name
        inside = inside & ~las["la_code"].isin(_NO_FIGURES).to_numpy()
        cells = table.to_numpy()[:, inside]
        result[name] = np.round((cells * weight[inside]).sum(axis=1) / weight[inside].sum(), places)
    result["West Midlands"] = known["west_midlands"].to_numpy(dtype=np.float64)
    return pd.DataFrame(result, index=table.index)
