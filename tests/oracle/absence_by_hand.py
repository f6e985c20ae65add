"""What does plain pandas make of DfE's absence file? Every comparison column, without our loader or SQL.

`read_absence` reads the official file as text; `compare` returns one dictionary per school of the home
council, indicator and year. It shares nothing with the product but the file: rules are written out again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

# indicator -> (rate, what is counted, out of what)
COLUMNS = {
    "abs_overall": ("sess_overall_percent", "sess_overall", "sess_possible"),
    "abs_auth": ("sess_authorised_percent", "sess_authorised", "sess_possible"),
    "abs_unauth": ("sess_unauthorised_percent", "sess_unauthorised", "sess_possible"),
    "abs_pa10": ("enrolments_pa_10_exact_percent", "enrolments_pa_10_exact", "enrolments"),
}
PHASES = {"State-funded primary": "primary", "State-funded secondary": "secondary", "Special": "special"}
# A year that may not be set beside those before it; a year without results; what counts as a real move.
BREAKS = (2012, 2020, 2021)
GAPS = (2019,)
MOVE = {"abs_overall": 0.5, "abs_auth": 0.5, "abs_unauth": 0.5, "abs_pa10": 3.0}
CORE_CITIES = {"330", "801", "383", "341", "352", "391", "892", "373"}

# start of the year -> rate, numerator, denominator, pupils
Line = dict[int, tuple[float, float, float, float]]
# indicator -> row -> place among England's schools
Places = dict[str, dict[object, dict[str, object]]]

TOLERANT = (
    "value", "numerator", "denominator", "national", "region", "la", "neighbour_mean", "core_city_mean",
    "gap_national", "gap_region", "gap_la", "gap_neighbour", "change", "relative_change", "pooled_value",
)  # fmt: skip
EXACT = (
    "phase", "status", "raw", "release_status", "cohort", "neighbour_k", "core_city_k", "la_rank", "la_of",
    "la_quartile", "national_percentile", "national_of", "quintile", "change_period", "pooled_cohort",
    "trend",
)  # fmt: skip
# Absence is clustered: nothing is tested or counted in events, and all pupils have no other group; so these
# stay empty.
EMPTY = (
    "z_national", "interval_low", "interval_high", "significance", "band", "pupil_gap", "relative_z",
    "pooled_z", "pooled_spread", "pooled_count", "pooled_low", "pooled_high", "national_others", "gap_others",
    "z_others", "gap_widened", "gap_widened_from", "gap_widened_pupils",
)  # fmt: skip


def read_absence(path: Path) -> pd.DataFrame:
    """The file's rows as text, with the year as a number; a folder is read as parquet."""
    needed = ["time_period", "geographic_level", "old_la_code", "urn", "school_type", "region_name"]
    needed += sorted({column for columns in COLUMNS.values() for column in columns})
    if path.is_dir():
        raw = pd.read_parquet(path, columns=needed).astype("string").fillna("").astype(str)
        for code in ("old_la_code", "urn", "time_period"):
            raw[code] = raw[code].str.removesuffix(".0")
    else:
        raw = pd.read_csv(path, usecols=needed, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    raw["start"] = raw["time_period"].str[:4].astype(int)
    raw["phase"] = raw["school_type"].map(PHASES)
    # DfE gave two pairs of schools one URN, and two schools none: they cannot be told apart
    school = raw["geographic_level"] == "School"
    twins = raw[school].duplicated(["urn", "start"], keep=False)
    unknown = raw.index.isin(twins[twins].index) | (school & (raw["urn"] == ""))
    return raw[raw["phase"].notna() & ~unknown]


def compare(
    raw: pd.DataFrame,
    home: str,
    neighbours: Iterable[str],
    before: Mapping[str, str] | None = None,
    places: Places | None = None,
) -> dict[tuple[str, str, str], dict[str, object]]:
    """(urn, indicator, period) -> every comparison column. `before`: the URN a school plainly replaced.

    `places` saves working out England's order again for another council.
    """
    places = places or places_in_england(raw)
    answers: dict[tuple[str, str, str], dict[str, object]] = {}
    for indicator, (rate, count, base) in COLUMNS.items():
        rows = raw.assign(
            value=number(raw[rate]),
            numerator=number(raw[count]),
            denominator=number(raw[base]),
            cohort=number(raw["enrolments"]),
            raw=raw[rate],
        )
        comparators = area_means(rows, home, neighbours)
        schools = rows[rows["geographic_level"] == "School"]
        england = places[indicator]
        own = schools[schools["old_la_code"] == home]
        local = local_places(own)
        series: dict[tuple[str, str], Line] = {}
        for row in own.itertuples():
            figures = (row.value, row.numerator, row.denominator, row.cohort)
            series.setdefault((row.urn, row.phase), {})[row.start] = figures
        england_by_phase: dict[str, dict[int, float | None]] = {}
        for (start, phase), means in comparators.items():
            england_by_phase.setdefault(phase, {})[start] = means["national"]
        for row in own.itertuples():
            key = (row.start, row.phase)
            cell = {
                "phase": row.phase,
                "status": "value" if not math.isnan(row.value) else None,
                "raw": row.raw,
                "release_status": "final",
                "value": row.value,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "cohort": row.cohort,
                **comparators[key],
                **local.get(row.Index, dict.fromkeys(("la_rank", "la_of", "la_quartile"))),
                **england.get(row.Index, dict.fromkeys(("national_percentile", "national_of", "quintile"))),
            }
            for name, other in (
                ("gap_national", "national"),
                ("gap_region", "region"),
                ("gap_la", "la"),
                ("gap_neighbour", "neighbour_mean"),
            ):
                cell[name] = minus(row.value, cell[other])
            line = followed(row.urn, series, before or {}, row.phase)
            moved = movement(indicator, row.start, line, england_by_phase[row.phase])
            answers[row.urn, indicator, label(row.start)] = cell | moved
    return answers


def places_in_england(raw: pd.DataFrame) -> Places:
    """indicator -> row -> place, from every school of the file."""
    schools = raw[raw["geographic_level"] == "School"]
    return {
        indicator: national_places(schools.assign(value=number(schools[rate])))
        for indicator, (rate, _, _) in COLUMNS.items()
    }


def number(column: pd.Series) -> pd.Series:
    """Figures; a code is missing."""
    return pd.to_numeric(column, errors="coerce")


def label(start: int) -> str:
    """2018 -> 2018/19."""
    return f"{start}/{(start + 1) % 100:02d}"


def minus(a: float | None, b: float | None) -> float | None:
    """a - b, or nothing."""
    return None if a is None or b is None or math.isnan(a) or math.isnan(b) else a - b


def area_means(
    rows: pd.DataFrame, home: str, neighbours: Iterable[str]
) -> dict[tuple[int, str], dict[str, object]]:
    """(start, phase) -> England, region, home council, mean of its neighbours and of core cities."""
    found = {}
    areas = rows[rows["geographic_level"].isin(["Local authority", "Regional", "National"])]
    own = areas[(areas["geographic_level"] == "Local authority") & (areas["old_la_code"] == home)]
    region = own["region_name"].iloc[0] if len(own) else ""
    for key, part in areas.groupby(["start", "phase"]):
        england = part.loc[part["geographic_level"] == "National", "value"].dropna()
        regional = part[part["geographic_level"] == "Regional"]
        around = regional.loc[regional["region_name"] == region, "value"].dropna()
        by_la = part[part["geographic_level"] == "Local authority"].set_index("old_la_code")["value"].dropna()
        near = by_la[by_la.index.isin(set(neighbours))]
        cities = by_la[by_la.index.isin(CORE_CITIES - {home})]
        found[key] = {
            "national": england.iloc[0] if len(england) else None,
            "region": around.iloc[0] if len(around) else None,
            "la": by_la.get(home),
            "neighbour_mean": near.mean() if len(near) else None,
            "neighbour_k": len(near) or None,
            "core_city_mean": cities.mean() if len(cities) else None,
            "core_city_k": len(cities) or None,
        }
    return found


def local_places(own: pd.DataFrame) -> dict[object, dict[str, object]]:
    """Row -> rank and quartile within the council: the lowest absence is first."""
    found: dict[object, dict[str, object]] = {}
    for _, part in own.dropna(subset="value").groupby(["start", "phase"]):
        ranks = part["value"].rank(method="min")
        q25, q50, q75 = part["value"].quantile([0.25, 0.5, 0.75])
        for index, value in part["value"].items():
            quartile = 1 if value <= q25 else 2 if value <= q50 else 3 if value <= q75 else 4
            found[index] = {
                "la_rank": int(ranks[index]),
                "la_of": len(part),
                "la_quartile": quartile if len(part) >= 12 else None,
            }
    return found


def national_places(schools: pd.DataFrame) -> dict[object, dict[str, object]]:
    """Row -> place among England's schools of the phase, 1 best to 100, where the file covers England."""
    found: dict[object, dict[str, object]] = {}
    for _, year in schools.groupby("start"):
        if year["old_la_code"].nunique() < 140:
            continue
        for _, part in year.dropna(subset="value").groupby("phase"):
            better = part["value"].rank(method="min").astype(int) - 1
            others = len(part) - 1
            for index, ahead in better.items():
                percentile = max(1, -(-100 * ahead // others))
                found[index] = {
                    "national_percentile": percentile,
                    "national_of": len(part),
                    "quintile": -(-percentile // 20),
                }
    return found


def followed(urn: str, series: Mapping[tuple[str, str], Line], before: Mapping[str, str], phase: str) -> Line:
    """start -> figures of the school, and of the schools it replaced for the years it has none itself."""
    line: Line = {}
    at: str | None = urn
    while at is not None:
        line = series.get((at, phase), {}) | line
        at = before.get(at)
    return line


def movement(
    indicator: str,
    start: int,
    line: Line,
    england: Mapping[int, float | None],
) -> dict[str, object]:
    """Change, pool of three valid years and trend up to `start`."""
    first = max((year for year in BREAKS if year <= start), default=0)
    valid = sorted(
        (
            year
            for year in line
            if first <= year <= start and year not in GAPS and not math.isnan(line[year][0])
        ),
        reverse=True,
    )
    moved: dict[str, object] = dict.fromkeys(
        ("change", "change_period", "relative_change", "pooled_value", "pooled_cohort")
    )
    if start in valid and start - 1 in valid:
        now, then = line[start][0], line[start - 1][0]
        moved["change"], moved["change_period"] = now - then, label(start - 1)
        moved["relative_change"] = minus(minus(now, england.get(start)), minus(then, england.get(start - 1)))
    three = [year for year in valid[:3] if year >= start - 3]
    trend = "unknown"
    if len(three) == 3:
        missed, base, cohorts = ([line[year][part] for year in three] for part in (1, 2, 3))
        if not any(map(math.isnan, missed + base)):
            moved["pooled_value"] = 100 * sum(missed) / sum(base)
        if not any(map(math.isnan, cohorts)):
            moved["pooled_cohort"] = sum(cohorts)
        standing = [minus(england.get(year), line[year][0]) for year in three]
        if three[0] == start and None not in standing:
            now, middle, then = standing
            trend = "steady"
            if now < middle < then and round(then - now, 9) >= MOVE[indicator]:
                trend = "declining"
            elif now > middle > then and round(now - then, 9) >= MOVE[indicator]:
                trend = "rising"
    return moved | {"trend": trend}


def plain_predecessors(links: pd.DataFrame) -> dict[str, str]:
    """URN -> the one URN it replaced, from GIAS's links: one school to one school.

    A pair counts when neither side calls it anything else, and the new school took in no other that day.
    """
    said: dict[tuple[str, str], set[str]] = {}
    days: dict[tuple[str, str], set[str]] = {}
    for row in links.itertuples():
        side, _, how = row.LinkType.partition(" - ")
        if side in ("Predecessor", "Successor") and row.LinkURN != row.URN:
            pair = (row.URN, row.LinkURN) if side == "Predecessor" else (row.LinkURN, row.URN)
            said.setdefault(pair, set()).add(how)
            days.setdefault(pair, set()).add(row.LinkEstablishedDate)
    joined = {(new, day) for (new, old), how in said.items() if how != {""} for day in days[new, old] if day}
    pairs = [
        (new, old)
        for (new, old), how in said.items()
        if how == {""} and not any((new, day) in joined for day in days[new, old])
    ]
    new = pd.Series([pair[0] for pair in pairs]).value_counts()
    old = pd.Series([pair[1] for pair in pairs]).value_counts()
    return {a: b for a, b in pairs if new[a] == 1 and old[b] == 1}


def differences(
    found: Mapping[str, object], expected: Mapping[str, object]
) -> list[tuple[str, object, object]]:
    """The columns in which a row of the release differs from what pandas makes of the file."""
    wrong = []
    for column in (*TOLERANT, *EXACT, *EMPTY):
        ours, theirs = known(found[column]), known(expected.get(column))
        if column in TOLERANT and ours is not None and theirs is not None:
            if not math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9):
                wrong.append((column, ours, theirs))
        elif ours != theirs:
            wrong.append((column, ours, theirs))
    return wrong


def known(value: object) -> object:
    """A value, or None for any kind of missing."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value
