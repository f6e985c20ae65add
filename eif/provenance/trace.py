"""Which figure does an address ask for, and where does it come from?

`urn`, `indicator`, `group` and `period` name a school's figure (`of=rank` and `of=percentile` its
places, `of=similar` the mean of similar schools);
`area` or `set` with `phase`, `indicator`, `group` and `period` what it is compared with; `measure` and
`period` with `la` (or `set`) a council's headline measure.
"""

from __future__ import annotations

from collections.abc import Mapping

from eif.provenance.area import area_figure, mean_of_areas
from eif.provenance.measure import mean_of_measure, measure_figure, measure_rank
from eif.provenance.parts import Trace
from eif.provenance.school import school_figure, school_percentile, school_rank, similar_schools
from eif.snapshot import Snapshot

PLACES = {"rank": school_rank, "percentile": school_percentile, "similar": similar_schools}


def trace(snapshot: Snapshot, asked: Mapping[str, str]) -> Trace | None:
    """The figure at this address with its origin; None where the release has no such figure."""
    given = {name: value for name, value in asked.items() if value}
    of = given.get("of")
    if "measure" in given:
        kind = mean_of_measure if "set" in given else measure_rank if of == "rank" else measure_figure
    elif "urn" in given:
        kind = PLACES.get(of or "", school_figure)
    else:
        kind = mean_of_areas if "set" in given else area_figure
    return kind(snapshot, given)
