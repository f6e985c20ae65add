"""How does Explore education statistics publish the fictional schools' absence?

One file of 52 columns: national, regional, authority and school rows for 2014/15 to 2024/25, newest first,
without 2019/20, for which no full year exists. Rows above school level carry the published rates; their
counts are scaled up from the schools written where a demonstration holds only a sample.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from eif.demo.city import City, column_of
from eif.demo.published import HOME, YEARS
from eif.demo.resources import header
from eif.demo.text import Text, formatted, whole, write_table

PHASES = {
    "Total": ("TotAbs", "TotUnAuthAbs", "TotPerAbNew", ""),
    "State-funded primary": ("PriTotAbs", "PriUnauth", "SFPriPerAbNew", "primary"),
    "State-funded secondary": ("SecTotAbs", "SecUnauth", "SFSecPerAbNew", "secondary"),
    "Special": ("total_absence_special", "unauthorised_absence_special", "SpecPerAbNew", "special"),
}
REGION_CODES = {
    "North East": "E12000001", "North West": "E12000002", "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004", "West Midlands": "E12000005", "East of England": "E12000006",
    "South East": "E12000008", "South West": "E12000009", "Inner London": "E13000001",
    "Outer London": "E13000002",
}  # fmt: skip
_WORDS = {"primary": "State-funded primary", "secondary": "State-funded secondary", "special": "Special"}
_AUTHORISED = {"illness": 0.6, "appointments": 0.07, "religious": 0.03, "study": 0.01, "traveller": 0.004,
               "holiday": 0.01, "excluded": 0.03}  # fmt: skip
_UNAUTHORISED = {"holiday": 0.42, "late": 0.07, "noyet": 0.02}


def write_absence(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write the one file; gives its path with its rows."""
    years = [year for year in YEARS if year != 2020]
    frames = []
    for year in reversed(years):
        las = _authorities(city, year)
        if las["possible"].sum() == 0:
            continue
        frames += [_nation(city, las, year), _regions(city, las, year), las, _schools(city, year)]
    table = pd.concat(frames, ignore_index=True)
    path = folder / "Absence_3term_nat_reg_la_sch.csv"
    rows = write_table(
        path, header("ees_absence"), _columns(table, city.seed), len(table), encoding="utf-8", newline="\n"
    )
    return [(path, rows)]


def _schools(city: City, year: int) -> pd.DataFrame:
    spells = city.in_year(year)
    t = column_of(year)
    spells = spells[~np.isnan(city.absence.overall[spells["place"].to_numpy(), t])]
    at = spells["place"].to_numpy()
    kind = spells["absence_phase"].map({"primary": "Primary", "secondary": "Secondary", "special": "Special"})
    route = spells["route"].map(
        {"converter": "converter academy", "sponsored": "sponsor led academy", "free": "free school"}
    )
    return pd.DataFrame({
        "year": year, "level": "School", "region": spells["region"], "la_code": spells["la_code"],
        "ons_code": spells["ons_code"], "la_name": spells["la_name"], "estab": spells["estab"],
        "urn": spells["urn"],
        "school_type": spells["absence_phase"].map(_WORDS),
        "academy_type": np.where(spells["academy"], kind + " " + route, ""),
        "academy_open_date": np.where(spells["academy"], spells["opened_on"].str.replace("-", "/"), ""),
        "all_through": np.where(spells["phase"] == "all-through", "All through", ""),
        "num_schools": 1.0, "enrolments": city.absence.enrolments[at, t],
        "possible": city.absence.possible[at, t],
        "authorised": city.absence.authorised[at, t], "unauthorised": city.absence.unauthorised[at, t],
        "persistent": city.absence.persistent[at, t],
    })  # fmt: skip


def _authorities(city: City, year: int) -> pd.DataFrame:
    """Authority rows: published rates on pupil numbers scaled from the schools written."""
    las = city.published.authorities
    t = column_of(year)
    spells = city.in_year(year)
    at = spells["place"].to_numpy()
    written = pd.DataFrame({
        "la_code": spells["la_code"], "phase": spells["absence_phase"], "schools": 1.0,
        "enrolments": city.absence.enrolments[at, t], "possible": city.absence.possible[at, t],
    }).dropna().groupby(["la_code", "phase"]).sum()  # fmt: skip
    frames = []
    for words, (overall, unauthorised, persistent, phase) in PHASES.items():
        if not phase:
            continue
        found = written.xs(phase, level="phase").reindex(las["la_code"]).reset_index(drop=True)
        real = las[phase].astype(float)
        scale = (real / found["schools"]).clip(lower=1.0).where(las["la_code"] != HOME, 1.0)
        frame = las[["region", "la_code", "ons_code"]].assign(
            year=year, level="Local authority", la_name=las["name"], school_type=words,
            num_schools=np.rint(found["schools"] * scale), enrolments=np.rint(found["enrolments"] * scale),
            possible=np.rint(found["possible"] * scale),
        )  # fmt: skip
        _put_rates(frame, *(city.published.by_year(m)[:, t] for m in (overall, unauthorised, persistent)))
        frames.append(frame)
    parts = pd.concat(frames, ignore_index=True)
    sums = ["num_schools", "enrolments", "possible"]
    summed = parts.groupby("la_code", sort=False)[sums].sum(min_count=1)
    total = las[["region", "la_code", "ons_code"]].assign(
        year=year, level="Local authority", la_name=las["name"], school_type="Total"
    )
    total[sums] = summed.reindex(total["la_code"]).to_numpy()
    _put_rates(total, *(city.published.by_year(m)[:, t] for m in PHASES["Total"][:3]))
    table = pd.concat([total, parts], ignore_index=True).dropna(subset=["enrolments", "authorised"])
    return table.sort_values("la_code", kind="stable", ignore_index=True)


def _put_rates(
    frame: pd.DataFrame, overall: np.ndarray, unauthorised: np.ndarray, persistent: np.ndarray
) -> None:
    missed = np.rint(frame["possible"] * overall / 100)
    frame["unauthorised"] = np.minimum(np.rint(frame["possible"] * unauthorised / 100), missed)
    frame["authorised"] = missed - frame["unauthorised"]
    frame["persistent"] = np.rint(frame["enrolments"] * persistent / 100)


def _regions(city: City, las: pd.DataFrame, year: int) -> pd.DataFrame:
    sums = ["num_schools", "enrolments", "possible"]
    table = las.groupby(["region", "school_type"], sort=False)[sums].sum().reset_index()
    rates = [_rate(city, table, year, i) for i in range(3)]
    table = table.assign(year=year, level="Regional")
    _put_rates(table, *rates)
    return table


def _rate(city: City, table: pd.DataFrame, year: int, measure: int) -> np.ndarray:
    found = {words: city.published.region[names[measure]].loc[str(year)] for words, names in PHASES.items()}
    return np.array(
        [found[w][r] for w, r in zip(table["school_type"], table["region"], strict=True)], dtype=float
    )


def _nation(city: City, las: pd.DataFrame, year: int) -> pd.DataFrame:
    sums = ["num_schools", "enrolments", "possible"]
    table = las.groupby("school_type", sort=False)[sums].sum().reindex(list(PHASES)).reset_index()
    t = column_of(year)
    rates = [
        np.array([city.published.england_by_year(names[i])[t] for names in PHASES.values()]) for i in range(3)
    ]
    table = table.assign(year=year, level="National")
    _put_rates(table, *rates)
    return table


def _columns(table: pd.DataFrame, seed: int) -> dict[str, Text | str]:
    rng = np.random.default_rng([seed, 52])
    words = [
        "region",
        "la_code",
        "ons_code",
        "la_name",
        "estab",
        "urn",
        "school_type",
        "academy_type",
        "academy_open_date",
        "all_through",
    ]
    said = {name: table[name].fillna("").to_numpy(dtype=object) for name in words}
    share = table["persistent"] / table["enrolments"]
    far_possible = np.rint(table["possible"] * share * 0.975)
    far_rate = np.clip(rng.normal(18.5, 2.2, len(table)), 11, 40) / 100
    missed = table["authorised"] + table["unauthorised"]
    far_missed = np.minimum(np.rint(far_possible * far_rate), np.rint(0.8 * missed))
    far_truant = np.minimum(np.rint(far_missed * 0.45), np.rint(0.9 * table["unauthorised"]))
    counts = {
        "num_schools": table["num_schools"], "enrolments": table["enrolments"],
        "sess_possible": table["possible"],
        "sess_overall": missed, "sess_authorised": table["authorised"],
        "sess_unauthorised": table["unauthorised"],
        "enrolments_pa_10_exact": table["persistent"], "sess_possible_pa_10_exact": far_possible,
        "sess_overall_pa_10_exact": far_missed, "sess_authorised_pa_10_exact": far_missed - far_truant,
        "sess_unauthorised_pa_10_exact": far_truant, "sess_auth_totalreasons": table["authorised"],
        "sess_unauth_totalreasons": table["unauthorised"], "sess_overall_totalreasons": missed,
    }  # fmt: skip
    for side, shares, total in (
        ("auth", _AUTHORISED, table["authorised"]),
        ("unauth", _UNAUTHORISED, table["unauthorised"]),
    ):
        parts = {r: np.floor(total * s * rng.uniform(0.6, 1.25, len(table))) for r, s in shares.items()}
        counts |= {f"sess_{side}_{reason}": part for reason, part in parts.items()}
        counts[f"sess_{side}_other"] = total - sum(parts.values())
    columns: dict[str, Text | str] = {name: whole(values) for name, values in counts.items()}
    coarse = (table["level"] == "National") & (table["year"] <= 2019)
    for name, part, base in (
        ("sess_overall_percent", missed, table["possible"]),
        ("sess_authorised_percent", table["authorised"], table["possible"]),
        ("sess_unauthorised_percent", table["unauthorised"], table["possible"]),
        ("enrolments_pa_10_exact_percent", table["persistent"], table["enrolments"]),
        ("sess_overall_percent_pa_10_exact", far_missed, far_possible),
        ("sess_authorised_percent_pa_10_exact", far_missed - far_truant, far_possible),
        ("sess_unauthorised_percent_pa_10_exact", far_truant, far_possible),
    ):
        rate = (100 * part / base.where(base > 0)).fillna(0.0)
        columns[name] = formatted(np.where(coarse, np.round(rate, 1), np.round(rate, 5)), repr)
    place = {
        "region_code": pd.Series(said["region"]).map(REGION_CODES).fillna("").to_numpy(dtype=object),
        "region_name": np.where(said["region"] == "Yorkshire and The Humber", "Yorkshire and the Humber",
        said["region"]),
        "old_la_code": said["la_code"], "new_la_code": said["ons_code"], "la_name": said["la_name"],
        "laestab": np.where(said["estab"] != "", said["la_code"] + said["estab"], ""),
        "geographic_level": table["level"].to_numpy(dtype=object),
        "time_period": (table["year"] - 1).astype(str) + (table["year"] % 100).astype(str),
    }  # fmt: skip
    kept = {
        n: said[n]
        for n in ("estab", "urn", "school_type", "academy_type", "academy_open_date", "all_through")
    }
    fixed = {
        "time_identifier": "Academic year", "year_breakdown": "six half terms", "country_code": "E92000001",
        "country_name": "England", "sess_auth_ext_holiday": ":",
    }  # fmt: skip
    return columns | {n: np.asarray(v, dtype=object) for n, v in (place | kept).items()} | fixed
