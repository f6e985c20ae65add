"""Which schools of the home city do well in every way, and are known to?

Among schools of strong teaching and easy attendance over the last years, about one in eighteen also has
leaders, governors and inspectors who say so: the demonstration's schools whose practice may be Embedded.
"""

from __future__ import annotations

import numpy as np

from eif.demo.city import City
from eif.demo.published import HOME
from eif.demo.text import Flags

_SHARE = 1 / 18
_YEARS = 3


def leading_places(city: City) -> Flags:
    """One flag a place: the mainstream schools of the home city that do best over the last three years."""
    places = city.schools.places
    likely = (
        (places["la_code"] == HOME)
        & (places["closed"] > 2025)
        & (places["opened"] < 2015)
        & places["phase"].isin(["primary", "secondary"])
        & (places["story"] == "")
    ).to_numpy()
    quality, hard = (trait[:, -_YEARS:].mean(axis=1) for trait in (city.traits.quality, city.traits.hard))
    score = np.where(likely, quality - hard, -np.inf)
    leading = np.zeros(len(places), dtype=bool)
    leading[np.argsort(-score, kind="stable")[: max(1, round(_SHARE * likely.sum()))]] = True
    return leading
