"""Where does a school's figure, or its place among other schools, come from?"""

from __future__ import annotations

from collections.abc import Mapping

from eif.provenance.parts import (
    Member,
    Trace,
    address_of,
    cells_of,
    key_of,
    subject,
    terms_within,
    with_terms,
)
from eif.provenance.steps import steps
from eif.snapshot import Snapshot

ENGLAND = "England"


def school_figure(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The figure of the school `urn` for an indicator, group and period."""
    key = key_of(given)
    sources = snapshot.rows("screen_figure_source", urn=given["urn"], **key)
    if not sources:
        return None
    best = next(row for row in sources if row.is_best)
    cells = cells_of(snapshot, sources)
    trace = Trace(
        who=best.school_name,
        what=subject(best),
        value=best.value,
        unit=best.unit,
        decimals=best.decimals,
        status=best.status,
        rule="As the publisher gives it. Of several sources one that says something goes before a blank; "
        "then final before revised before provisional; then a year's own file before a later one that "
        "repeats it.",
        steps=steps("council" if cells[0].file.kind == "facts" else "school"),
        cells=cells,
        beside=_beside(snapshot, given["urn"], key),
        school=(best.urn, best.school_name) if best.is_home else None,
    )
    within = key | {"period": terms_within(key["period"])}
    terms = snapshot.rows("screen_figure_source", urn=given["urn"], is_best=True, **within)
    return with_terms(
        trace, sources, terms, lambda term: address_of(key | {"period": term}, urn=given["urn"])
    )


def _beside(snapshot: Snapshot, urn: str, key: Mapping[str, str]) -> tuple[Member, ...]:
    """What a figure of a school of the city is compared with; nothing for schools elsewhere."""
    (release,) = snapshot.rows("screen_release")
    city, home = release.home_la_name, release.home_la
    sets = {"neighbours": release.neighbour_set, "cities": core_cities(snapshot, home)}
    for row in snapshot.rows("screen_figure", urn=urn, **key):
        area, own = address_of(key, phase=row.phase), address_of(key, urn=urn)
        beside = (
            Member(ENGLAND, row.national, area | {"area": ENGLAND}),
            Member("Statistical neighbours", row.neighbour_mean, area | {"set": sets["neighbours"]}),
            Member("Core cities", row.core_city_mean, area | {"set": sets["cities"]}),
            Member("Similar schools", row.similar_mean, own | {"of": "similar"}),
            Member(city, row.la, area | {"area": home}),
            Member(f"Rank in {city}, of {row.la_of}", row.la_rank, own | {"of": "rank"}),
            Member("National percentile", row.national_percentile, own | {"of": "percentile"}),
        )
        return tuple(member for member in beside if member.value is not None)
    return ()


def core_cities(snapshot: Snapshot, la_code: str) -> str:
    """The id of the set of core cities; empty where none is held."""
    sets = snapshot.rows("neighbour_set", columns=["set_id"], kind="core cities", la_code=la_code)
    return sets[0].set_id if sets else ""


def school_rank(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The school's rank in its phase, with every school that is ranked."""
    key = key_of(given)
    own = next(iter(snapshot.rows("screen_figure", urn=given["urn"], **key)), None)
    if own is None or own.la_rank is None:
        return None
    every = snapshot.rows("screen_figure", phase=own.phase, **key)
    ranked = [row for row in every if row.la_rank is not None]
    names = {row.urn: row.name for row in snapshot.rows("school", urn=[row.urn for row in ranked])}
    ranked.sort(key=lambda row: (row.la_rank, names[row.urn]))
    return Trace(
        who=names[own.urn],
        what=f"Rank of {own.la_of} schools for {subject(own)}",
        value=own.la_rank,
        unit=None,
        decimals=0,
        status="value",
        rule="Among the council's state-funded schools of the same phase with a figure. Equal figures share "
        "the better rank, and 1 is best.",
        steps=steps("rank"),
        members=tuple(
            Member(names[row.urn], row.value, address_of(key, urn=row.urn), row.urn == own.urn)
            for row in ranked
        ),
        members_title=f"The {len(ranked):,} schools ranked, best first",
        made_of=f"is the rank among {len(ranked):,} schools",
        member_unit=own.unit,
        member_decimals=own.decimals,
        school=(own.urn, names[own.urn]),
    )


def similar_schools(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The mean of the schools similar to the school: on DfE's list, or found alike here."""
    key = key_of(given)
    row = next(iter(snapshot.rows("screen_figure", urn=given["urn"], **key)), None)
    own = school_figure(snapshot, given)
    if row is None or own is None or row.similar_mean is None:
        return None
    listed = snapshot.rows("screen_similar_figure", urn=given["urn"], phase=row.phase, **key)
    members = sorted(listed, key=lambda one: one.position)
    return Trace(
        who=own.who,
        what=f"{subject(row)}, similar schools",
        value=row.similar_mean,
        unit=own.unit,
        decimals=own.decimals,
        status="value",
        rule=f"The unweighted mean of those similar schools that have a figure of the same phase and period, "
        "to two decimals, halves away from zero, as DfE's own service gives it. Similar by: "
        f"{row.similar_method}.",
        steps=steps("similar"),
        members=tuple(
            Member(one.similar_name, one.value, address_of(key, urn=one.similar_urn)) for one in members
        ),
        members_title=f"The {len(members):,} similar schools with a figure, most alike first",
        made_of=f"is the mean of {len(members):,} similar schools",
        member_unit=own.unit,
        member_decimals=own.decimals,
        school=own.school,
    )


def school_percentile(snapshot: Snapshot, given: Mapping[str, str]) -> Trace | None:
    """The school's place among all of England's schools of its phase."""
    key = key_of(given)
    row = next(iter(snapshot.rows("screen_figure", urn=given["urn"], **key)), None)
    own = school_figure(snapshot, given)
    if row is None or own is None or row.national_percentile is None:
        return None
    return Trace(
        who=own.who,
        what=f"National percentile for {subject(row)}",
        value=row.national_percentile,
        unit=None,
        decimals=0,
        status="value",
        rule=f"Among {row.national_of:,} state-funded schools of the phase, in one source that covers "
        "England: the share of them that do better, rounded up, so 1 is best.",
        steps=steps("percentile"),
        members=(Member(own.who, own.value, address_of(key, urn=given["urn"]), True),),
        members_title="The figure that is placed",
        made_of=f"is the percentile among {row.national_of:,} schools of England",
        member_unit=own.unit,
        member_decimals=own.decimals,
        school=own.school,
    )
