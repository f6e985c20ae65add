"""Under which URNs does each place appear, and how are they linked?

A *spell* is a place under one URN: a place that became an academy has two spells, and the files of a year
carry the spell of that year. URNs are 900000-999999, a range that real schools do not have: 900000 up for
schools as they were, 960000 up for academies and new schools in the order they opened.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from eif.demo.resources import records
from eif.demo.text import Text


def make_spells(places: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """URNs of every place, oldest schools lowest, and the links between them in both directions."""
    converted = (places["converted"] > 0).to_numpy() & (places["converted"] > places["opened"]).to_numpy()
    old = pd.DataFrame({
        "place": np.arange(len(places)),
        "first": places["opened"].to_numpy(),
        "last": np.where(converted, places["converted"] - 1, places["closed"]),
        "academy": ~places["maintained"].to_numpy() & ~converted,
        "is_new": (places["opened"] > 1900).to_numpy(),
        "heir": converted,
    })  # fmt: skip
    new = old[converted].assign(
        first=places["converted"].to_numpy()[converted],
        last=places["closed"].to_numpy()[converted],
        academy=True,
        is_new=True,
        heir=False,
    )
    spells = pd.concat([old, new], ignore_index=True)
    spells = spells.sort_values(["is_new", "first", "place"], kind="stable", ignore_index=True)
    first_new = int((~spells["is_new"]).sum())
    number = np.arange(len(spells)) + np.where(spells["is_new"], 960000 - first_new, 900000)
    if first_new >= 60000 or number.max() > 999999:
        raise ValueError(
            f"{len(spells)} schools do not fit into the URNs 900000-999999 kept for demonstrations"
        )
    spells["urn"] = number.astype(str)
    spells["name"] = _spell_names(places["name"].to_numpy()[spells["place"]], spells)
    for side, column in (("opened_on", "first"), ("closed_on", "last")):
        spells[side] = _dates(spells[column].to_numpy(), spells, places, closing=side == "closed_on")
    return spells, _links(spells, places)


def _spell_names(names_now: Text, spells: pd.DataFrame) -> Text:
    before = np.char.replace(names_now.astype(str), " Academy", " School")
    return np.where(spells["heir"], before.astype(object), names_now)


def _dates(
    years: npt.NDArray[np.int64], spells: pd.DataFrame, places: pd.DataFrame, *, closing: bool
) -> Text:
    """Dates dd-mm-yyyy: 1 September before the first year (1 April in it), the day before for a close."""
    spring = places["midyear"].to_numpy()[spells["place"]] & (
        spells["heir"].to_numpy() if closing else spells["is_new"].to_numpy() & spells["academy"].to_numpy()
    ) & (places["converted"].to_numpy()[spells["place"]] > 0)  # fmt: skip
    if closing:
        said = [
            "" if y >= 9999 else (f"31-03-{y + 1}" if s else f"31-08-{y}")
            for y, s in zip(years, spring, strict=True)
        ]
    else:
        said = [
            "" if y <= 1900 else (f"01-04-{y}" if s else f"01-09-{y - 1}")
            for y, s in zip(years, spring, strict=True)
        ]
    return np.array(said, dtype=object)


def _links(spells: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Predecessor and successor of each conversion, merger and amalgamation, once from each side."""
    ordered = records(spells.sort_values("first", kind="stable"))
    latest = {spell["place"]: spell for spell in ordered}
    earliest = {spell["place"]: spell for spell in reversed(ordered)}
    pairs = [(spell, latest[spell["place"]], "") for spell in ordered if spell["heir"]]
    for place, became in enumerate(places["became"].tolist()):
        if became:
            kind, _, heir = became.partition(":")
            pairs.append((latest[place], earliest[int(heir)], f" - {kind}"))
    rows = []
    for old, new, kind in pairs:
        rows.append((old["urn"], new["urn"], new["name"], f"Successor{kind}", new["opened_on"]))
        rows.append((new["urn"], old["urn"], old["name"], f"Predecessor{kind}", new["opened_on"]))
    return pd.DataFrame(rows, columns=["urn", "link_urn", "link_name", "link_type", "date"])
