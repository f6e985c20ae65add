"""Every reason given for a match is true: figures, places and distances computed again, independently."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from eif.snapshot import Snapshot

MEASURE = re.compile(
    r"(?P<title>.+?): (?P<value>\S+)(?: per 1?,?\d+ pupils| days| weeks| months)?"
    r" (?P<at>in \d{4}[/-]\d\d(?: \w+)?|on \d+ \w+ \d{4}), "
    r"(?P<how>significantly better than national \((?P<tested>[^)]+)\)"
    r"|better than national \((?P<plain>[^)]+)\)|significantly better than average"
    r"|in the best quarter of the city’s schools)"
    r"(?P<fifth> and in the best fifth nationally)?; here (?P<here>\S+?)(?: .*)?\.$"
)
AREAS = ("attendance", "attainment", "finance", "inclusion", "leadership", "safeguarding")


def number(text: str) -> float:
    """The number that a figure in words begins with."""
    return float(re.sub(r"[£%,]", "", text.split(" ")[0].rstrip(".").replace("−", "-")))


def period_of(text: str) -> str:
    """The period that `in 2024/25` or `on 3 November 2026` tells of."""
    words = text[3:]
    return words if words[:4].isdigit() else datetime.strptime(words, "%d %B %Y").date().isoformat()


@pytest.fixture(scope="module")
def matches(demo_snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    urns = sorted(demo_snapshot.read("school", columns=["urn"], listed=True).urn)[::20]
    return {area: demo_snapshot.read("screen_match", area=area, urn=urns) for area in AREAS}


@pytest.fixture(scope="module")
def figures(demo_snapshot: Snapshot) -> dict[tuple[str, str, str], list[Any]]:
    """Every figure of a listed school that a rule reads, by school, words of its measure and period."""
    indicators = {row.indicator: row for row in demo_snapshot.rows("indicator")}
    groups = {
        row.pupil_group: row.title[0].lower() + row.title[1:] for row in demo_snapshot.rows("pupil_group")
    }
    urns = {row.school_id: row.urn for row in demo_snapshot.rows("school", listed=True)}
    asked = {row.indicator for row in demo_snapshot.rows("rule")}
    found: dict[tuple[str, str, str], list[Any]] = {}
    for view in ("comparison", "returned_figure"):
        for row in demo_snapshot.rows(view):
            if row.value is None or row.indicator not in asked or row.school_id not in urns:
                continue
            words = indicators[row.indicator].title
            words += "" if row.pupil_group == "all" else f", {groups[row.pupil_group]}"
            key = (urns[row.school_id], words, row.period)
            found.setdefault(key, []).append((row, indicators[row.indicator]))
    return found


def measures(matches: dict[str, pd.DataFrame]) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Receiver, giver and every measure named for them."""
    for found in matches.values():
        for row in found.itertuples():
            for sentence in row.measures:
                parts = MEASURE.match(sentence)
                assert parts, sentence
                yield row.urn, row.giver_urn, parts


def shown(text: str, value: float, decimals: int) -> bool:
    return abs(number(text) - value) <= 0.5000001 * 10**-decimals


def test_each_figure_named_is_the_published_one_and_as_good_as_said(
    matches: dict[str, pd.DataFrame], figures: dict[tuple[str, str, str], list[Any]]
) -> None:
    here: dict[tuple[str, str], list[Any]] = {}
    for (urn, title, _), rows in figures.items():
        here.setdefault((urn, title), []).extend(rows)
    seen = 0
    for urn, giver, parts in measures(matches):
        found = figures[giver, parts["title"], period_of(parts["at"])]
        ((row, indicator),) = found[:1]
        places = indicator.decimals
        assert any(shown(parts["value"], each.value, places) for each, _ in found), parts[0]
        assert any(shown(parts["here"], each.value, places) for each, _ in here[urn, parts["title"]]), parts[
            0
        ]
        if national := parts["tested"] or parts["plain"]:
            assert shown(national, row.national, places), parts[0]
            assert (row.value - row.national) * indicator.polarity > 0, parts[0]
        if parts["tested"]:
            assert row.z_national > 1.96 or row.band in ("above", "well_above"), parts[0]
        if parts["fifth"]:
            assert row.band == "well_above", parts[0]
        if parts["how"].startswith("in the best quarter"):
            assert any(each.la_quartile == 1 for each, _ in found), parts[0]
        seen += 1
    assert seen > 1000


def test_nobody_is_proposed_who_is_barred(matches: dict[str, pd.DataFrame], demo_snapshot: Snapshot) -> None:
    schools = {row.urn: row for row in demo_snapshot.rows("school", listed=True)}
    ratings = demo_snapshot.read("area_rating").set_index(["urn", "area"]).rating.to_dict()
    category = demo_snapshot.read("overall_rating").set_index("urn").indicated.to_dict()
    said = demo_snapshot.read("judgement", kind="agreed").set_index(["urn", "area"]).level.to_dict()
    seen = 0
    for area, found in matches.items():
        for row in found[found.barrier.isna()].itertuples():
            giver, here = schools[row.giver_urn], schools[row.urn]
            assert giver.compare_phase == here.compare_phase
            assert giver.trust_name is None or giver.trust_name != here.trust_name
            overall = said.get((row.giver_urn, "overall"))
            assert (
                overall if overall is not None else 2 * (category[row.giver_urn] == "Causing Concern")
            ) < 2
            level = said.get((row.giver_urn, area))
            assert level == 0 if level is not None else ratings[row.giver_urn, area] == "green"
            seen += 1
    assert seen > 1_000


def test_distances_and_places_among_similar_schools_are_as_said(
    matches: dict[str, pd.DataFrame], demo_snapshot: Snapshot
) -> None:
    schools = {row.urn: row for row in demo_snapshot.rows("school", listed=True)}
    similar = demo_snapshot.read("similar_school", reach="local")
    place = similar.set_index(["purpose", "urn", "similar_urn"]).position.to_dict()
    for area, found in matches.items():
        purpose = "finance" if area == "finance" else "results"
        for row in found.itertuples():
            giver, here = schools[row.giver_urn], schools[row.urn]
            km = math.dist((giver.easting, giver.northing), (here.easting, here.northing)) / 1000
            assert row.near == f"{km:.1f} km away in a straight line."
            told = re.match(r"Number (\d+) of the 15 most alike", row.intake)
            assert (int(told[1]) if told else None) == place.get((purpose, row.urn, row.giver_urn))
            if None not in (giver.fsm6_pct, here.fsm6_pct):
                shares = re.search(
                    r"Free school meals in the past six years (\d+)% \(here (\d+)%\)", row.intake
                )
                assert shares
                assert abs(int(shares[1]) - giver.fsm6_pct) <= 0.5 >= abs(int(shares[2]) - here.fsm6_pct)


def test_candidates_stand_in_the_order_of_the_criteria_one_after_another(
    matches: dict[str, pd.DataFrame],
) -> None:
    for found in matches.values():
        open_to = found[found.place.notna()].sort_values(["urn", "place"])
        keys = [
            (row.urn, row.availability, -row.strong, -(0 if pd.isna(row.best) else row.best),
             len(row.recognised) == 0, pd.isna(row.position), row.km, row.giver_name)
            for row in open_to.itertuples()
        ]  # fmt: skip
        assert keys == sorted(keys)
