"""What must the catalogue say of an indicator?

One TOML per indicator in `data/reference/indicators`, named after it: a figure, a status, a date or a gap. A
file that leaves out what its kind needs is refused, with the file and the reason. Source: domain rules 1.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eif.reference.errors import ReferenceDataError

# Which way is better. The words of a status say it themselves: 'words'. Of two dates the later is 'higher'.
DIRECTIONS: Mapping[str, int] = {"higher": 1, "lower": -1, "none": 0, "words": 0}
UNITS = (
    *("percent", "points", "rate per 100", "rate per 1000", "pupils", "count", "score"),
    *("pounds", "ratio", "days", "weeks", "months"),
)
# Units that are one number over another: the second must be named.
SHARES = ("percent", "rate per 100", "rate per 1000", "ratio")
# A balance is a share of money that may be below nought.
FIGURES = ("proportion", "mean", "progress", "rate", "balance", "context")
KINDS = (*FIGURES, "gap", "status", "date")
# Events that come singly are given their exact Poisson interval and are not tested.
TESTS = ("z_proportion", "z_mean", "published_interval", "poisson", "none")
# What may stand for the first and last period where no year does.
FIRST, LAST = ("first return", "not known"), ("continues",)
# Where an entry that no layout carries as a figure is found: what a place is called, and its keys.
PLACES: Mapping[str, tuple[str, ...]] = {
    "fact": ("dataset", "item"),
    "answer": ("dataset", "item", "value"),
    "inspection": ("inspection", "judgement"),
    "figure": ("indicator", "group"),
    "measure": ("measure",),
    "column": ("table", "column"),
}
# Keys of every entry and those of figures: name, type, whether it must be there.
Keys = Mapping[str, tuple[type | tuple[type, ...], bool]]
KEYS: Keys = {
    "title": (str, True),
    "short_title": (str, True),
    "question": (str, True),
    "direction": (str, True),
    "kind": (str, True),
    "area": (str, True),
    "phases": (list, True),
    "key_stage": (str, True),
    "first_period": (str, True),
    "last_period": (str, True),
    "source": (str, True),
    "next_review": (dt.date, True),
    "cannot_say": (str, True),
    "descriptors": (list, False),
    "not_evidence": (str, False),
    "found_in": (list, False),
    "unread": (str, False),
}
OF_FIGURES: Keys = {
    "unit": (str, True),
    "decimals": (int, True),
    "groups": (list, True),
    "numerator": (str, True),
    "min_cohort": (int, True),
    "denominator": (str, False),
    "significance": (str, False),
    "count_indicator": (str, False),
    "pupil_sd": (float, False),
    "well_value": (float, False),
    "well_percentile": (int, False),
    "trend_step": (float, False),
    "term_sum": (bool, False),
    "break": (list, False),
    "gap": (list, False),
}


def read_indicator(path: Path) -> dict[str, Any]:
    """One indicator file as a dictionary, with every key checked. Raises ReferenceDataError."""
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{path.name} is not valid TOML: {error}.") from error
    kind = given.get("kind")
    keys = KEYS if kind in ("status", "date") else {**KEYS, **OF_FIGURES}
    _check_keys(path.name, given, keys)
    words = [("kind", KINDS), ("direction", tuple(DIRECTIONS))]
    if kind not in ("status", "date"):
        words.append(("unit", UNITS))
    if is_observed(given):
        words.append(("significance", TESTS))
    for key, allowed in words:
        if given.get(key) not in allowed:
            choice = ", ".join(allowed)
            raise ReferenceDataError(f"{path.name}: {key} is {given.get(key)!r}. Write one of {choice}.")
    for problem in (*_missing(given), *_wrong_times(given), *_wrong_places(given)):
        raise ReferenceDataError(f"{path.name}: {problem}")
    return given


def is_observed(given: Mapping[str, Any]) -> bool:
    """Whether layouts carry the entry as a figure: it is one, is read, and is not found elsewhere."""
    return given["kind"] in FIGURES and "found_in" not in given and "unread" not in given


def is_period(text: object) -> bool:
    """Whether `text` is an academic year such as 2018/19 or a financial year such as 2018-19."""
    return (
        isinstance(text, str)
        and len(text) == 7
        and text[4] in "/-"
        and text[:4].isdigit()
        and text[5:].isdigit()
        and (int(text[:4]) + 1) % 100 == int(text[5:])
    )


def place_of(place: Mapping[str, str]) -> tuple[str, str, str | None, str | None]:
    """What a place of `found_in` is, and its names in order, such as ("fact", dataset, item, None)."""
    kind = next(kind for kind, keys in PLACES.items() if set(keys) == set(place))
    name, part, value = [*(place[key] for key in PLACES[kind]), None, None][:3]
    return kind, str(name), part, value


def _check_keys(name: str, given: Mapping[str, Any], keys: Keys) -> None:
    for key, (type_, required) in keys.items():
        if required and given.get(key) in (None, "", []):
            raise ReferenceDataError(f"{name} has no {key}. Add a line '{key} = ...'.")
        if key in given and (
            not isinstance(given[key], type_) or isinstance(given[key], bool) != (type_ is bool)
        ):
            raise ReferenceDataError(f"{name}: {key} is {given[key]!r}, which is of the wrong type.")
    if unknown := sorted(set(given) - set(keys)):
        raise ReferenceDataError(f"{name} has unknown keys: {', '.join(unknown)}. Check the spelling.")


def _missing(given: Mapping[str, Any]) -> list[str]:
    """What one key makes necessary of another."""
    found = []
    if given.get("significance") == "z_mean" and "pupil_sd" not in given:
        found.append("significance z_mean needs pupil_sd.")
    if given.get("unit") in SHARES and not given.get("denominator"):
        found.append(f"a figure in {given['unit']} needs a denominator.")
    scored = given["area"] != "context" and given["direction"] != "none"
    if scored and bool(given.get("descriptors")) == bool(given.get("not_evidence")):
        found.append("name the descriptors it is evidence for, or say in not_evidence why there are none.")
    if given["kind"] not in FIGURES and bool(given.get("found_in")) == bool(given.get("unread")):
        found.append("say where it is found in found_in, or in unread why no source is read yet.")
    if "found_in" in given and "unread" in given:
        found.append("it cannot be found_in a place and unread.")
    return found


def _wrong_times(given: Mapping[str, Any]) -> list[str]:
    found = [
        f"{key} is {given[key]!r}. Write a year such as 2018/19, or one of {', '.join(allowed)}."
        for key, allowed in (("first_period", FIRST), ("last_period", LAST))
        if not (is_period(given[key]) or given[key] in allowed or _is_calendar_year(given[key]))
    ]
    for kind in ("break", "gap"):
        for row in given.get(kind, []):
            if set(row) != {"period", "reason"} or not is_period(row["period"]):
                found.append(f"a {kind} needs a period such as 2019/20 and a reason.")
    return found


def _is_calendar_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit()


def _wrong_places(given: Mapping[str, Any]) -> list[str]:
    return [
        f"the place {place!r} names neither a dataset's item, a judgement, a figure, a measure nor a column."
        for place in given.get("found_in", [])
        if not isinstance(place, dict) or not any(set(keys) == set(place) for keys in PLACES.values())
    ]
