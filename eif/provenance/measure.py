"""Where does a council's headline measure come from, its rank, and the mean of its neighbours?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eif.provenance.parts import Member, Trace, cells_of, councils
from eif.provenance.steps import steps
from eif.snapshot import Snapshot


def measure_figure(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The value of a LAIT measure for the council `la` (970 is England)."""
    row = _value(snapshot, given, given.get("la", ""))
    if row is None:
        return None
    return Trace(
        who=row.la_name,
        what=f"{row.title}, {row.period}",
        value=row.value,
        unit=row.unit,
        decimals=row.decimals,
        status=row.status or "value",
        rule="As LAIT gives it.",
        steps=steps("measure"),
        cells=cells_of(snapshot, [row]),
    )


def measure_rank(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The council's rank among all local authorities."""
    row = _value(snapshot, given, given.get("la", ""))
    if row is None or row.rank is None:
        return None
    asked = _asked(given)
    ranked = [one for one in snapshot.rows("screen_measure_source", **asked) if one.rank is not None]
    ranked.sort(key=lambda one: (one.rank, one.la_name))
    return Trace(
        who=row.la_name,
        what=f"Rank of {row.ranked} local authorities for {row.title}, {row.period}",
        value=row.rank,
        unit=None,
        decimals=0,
        status="value",
        rule="Among the local authorities with a value. Equal values share the better rank, and 1 is best.",
        steps=steps("measure rank"),
        members=tuple(
            Member(one.la_name, one.value, {**asked, "la": one.la_code}, one.la_code == row.la_code)
            for one in ranked
        ),
        made_of=f"is the rank among {len(ranked):,} local authorities",
        members_title=f"The {len(ranked):,} local authorities ranked, best first",
        member_unit=row.unit,
        member_decimals=row.decimals,
    )


def mean_of_measure(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The mean of a measure over the councils of a neighbour `set`."""
    asked = _asked(given)
    members = snapshot.rows("screen_measure_member", set_id=given["set"], **asked)
    (release,) = snapshot.rows("screen_release")
    own = _value(snapshot, given, release.home_la)
    if not members or own is None or members[0].mean is None:
        return None
    first = members[0]
    return Trace(
        who=f"Mean of {first.set_title[:1].lower()}{first.set_title[1:]}",
        what=f"{own.title}, {own.period}",
        value=first.mean,
        unit=own.unit,
        decimals=own.decimals,
        status="value",
        rule=f"The unweighted mean of the {first.k} of {first.of_k} councils that have a value.",
        steps=steps("measure mean"),
        members=councils(members, lambda code: {**asked, "la": code}),
        made_of=f"is the mean of {first.k} of {first.of_k} councils",
        members_title=f"{first.k} of {first.of_k} councils have a value",
        member_unit=own.unit,
        member_decimals=own.decimals,
    )


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {"measure": given["measure"], "period": given.get("period", "")}


def _value(snapshot: Snapshot, given: Mapping[str, str], la_code: str) -> Any:
    found = snapshot.rows("screen_measure_source", la_code=la_code, **_asked(given))
    return found[0] if found else None
