"""Where does the figure come from that a school is compared with: England's, a council's or a mean?"""

from __future__ import annotations

from collections.abc import Mapping

from eif.provenance.parts import (
    Trace,
    address_of,
    cells_of,
    councils,
    key_of,
    phase_words,
    subject,
    terms_within,
    with_terms,
)
from eif.provenance.steps import steps
from eif.snapshot import Snapshot


def area_figure(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The published figure of an `area` (England, or a council's code) for a phase."""
    area, phase = given.get("area", ""), given.get("phase", "")
    sources = snapshot.rows("screen_area_source", area_code=area, phase=phase, **key_of(given))
    if not sources:
        return None
    best = next(row for row in sources if row.is_best)
    trace = Trace(
        who=best.area_name,
        what=f"{subject(best)}, {phase_words(phase)}",
        value=best.value,
        unit=best.unit,
        decimals=best.decimals,
        status=best.status,
        rule="As the publisher gives it for the whole area. Of several sources state-funded schools go "
        "before all schools, a file's own rows before LAIT's, and final before revised before provisional.",
        steps=steps("area"),
        cells=cells_of(snapshot, sources),
    )
    within = key_of(given) | {"period": terms_within(best.period)}
    terms = snapshot.rows("screen_area_source", area_code=area, phase=phase, is_best=True, **within)
    return with_terms(
        trace,
        sources,
        terms,
        lambda term: address_of(key_of(given) | {"period": term}, phase=phase, area=area),
    )


def mean_of_areas(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The mean of the councils of a neighbour `set`, for a phase."""
    key, phase = key_of(given), given.get("phase", "")
    members = snapshot.rows("screen_comparator_member", set_id=given["set"], phase=phase, **key)
    if not members:
        return None
    first = members[0]
    return Trace(
        who=f"Mean of {first.set_title[:1].lower()}{first.set_title[1:]}",
        what=f"{subject(first)}, {phase_words(phase)}",
        value=first.mean,
        unit=first.unit,
        decimals=first.decimals,
        status="value",
        rule=f"The unweighted mean of the {first.k} of {first.of_k} councils that have a figure.",
        steps=steps("mean"),
        members=councils(members, lambda code: address_of(key, phase=phase, area=code)),
        made_of=f"is the mean of {first.k} of {first.of_k} councils",
        members_title=f"{first.k} of {first.of_k} councils have a figure",
        member_unit=first.unit,
        member_decimals=first.decimals,
    )
