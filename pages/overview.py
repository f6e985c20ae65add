"""City overview: how many schools give concern, how the city stands against others, and what drives it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eif.provenance import core_cities
from eif.snapshot import Snapshot
from eif.ui.figures import count, day, is_text, lower_first, ordinal
from eif.ui.freshness import freshness_list
from eif.ui.headlines import Sources, chosen_set, headline_card
from eif.ui.shell import card, current_snapshot, page_header, rows, show
from eif.ui.summary import (
    CONCERN,
    area_card,
    category_tiles,
    concern_card,
    days_card,
    reddest,
    school_cards,
    where_card,
)


def page() -> None:
    """Draw the page."""
    snapshot = current_snapshot()
    release = snapshot.read("screen_release").iloc[0]
    categories = snapshot.read("screen_category").sort_values("ord")
    areas = snapshot.read("screen_area").sort_values("ord")
    schools = snapshot.read("screen_school", listed=True)
    every_set = snapshot.read("screen_headline")
    place = str(release.home_la_name)
    chosen = chosen_set(every_set, st.query_params.get("neighbours"), release.neighbour_set)
    headlines = every_set[every_set["set_id"] == chosen].sort_values("ord")
    trends = snapshot.read("screen_headline_trend", set_id=chosen).sort_values(["measure", "period_ord"])

    title, subtitle = finding(snapshot, release, categories, areas, headlines)
    page_header(title, subtitle, [("City overview", None)], snapshot)
    board = headline_card(
        headlines,
        trends,
        sorted(every_set["set_id"].unique(), reverse=True),
        chosen,
        place,
        dict(zip(areas["area"], areas["short_title"], strict=True)),
        Sources(str(release.home_la), chosen, core_cities(snapshot, str(release.home_la))),
    )
    recent = card("How recent the evidence is", freshness_list(snapshot.read("screen_source")))
    if is_unrated(categories, release):
        beside, below = recent, school_cards(schools) + area_card(areas)
    else:
        beside = area_card(areas)
        below = concern_card(schools) + where_card(schools) + days_card(schools) + recent
    show(
        category_tiles(categories, areas, int(release.schools_listed)),
        f'<div class="cards board">{board}{beside}</div>',
        f'<div class="cards four">{below}</div>',
    )


# ---- the finding, in words


def is_unrated(categories: pd.DataFrame, release: pd.Series) -> bool:
    """Say whether every school is without enough evidence."""
    grey = categories.loc[categories["category"] == "Not enough evidence", "schools"].sum()
    return bool(grey == release.schools_listed)


def finding(
    snapshot: Snapshot,
    release: pd.Series,
    categories: pd.DataFrame,
    areas: pd.DataFrame,
    headlines: pd.DataFrame,
) -> tuple[str, str]:
    """Say the first and the second thing to know, from the figures alone."""
    number = dict(zip(categories["category"], categories["schools"].astype(int), strict=True))
    listed = int(release.schools_listed)
    if not listed:
        return (
            f"No open {release.home_la_name} school is in the files that are loaded",
            "Load an establishments extract (GIAS) or a school information file to list the schools.",
        )
    if is_unrated(categories, release):
        return nothing_rated(snapshot, release, listed)
    concern = f"{number[CONCERN]:,}" if number[CONCERN] else "none"
    title = f"The data point to {CONCERN} at {concern} of {count(listed, 'school')}"
    grey = number["Not enough evidence"]
    # Where most of the city is grey, that is the second thing to know.
    if 2 * grey > listed:
        short = f"{count(grey, 'school has', 'schools have')} too little evidence for a category."
        return title, f"{main_cause(areas)} {short}"
    return title, f"{main_cause(areas)} {best_and_last(headlines)}".strip()


def nothing_rated(snapshot: Snapshot, release: pd.Series, listed: int) -> tuple[str, str]:
    """Say why every school is grey and what to do about it."""
    aged = snapshot.read("screen_signal", columns=["urn"], status="aged")
    newest = release.latest_school_period
    if aged.empty or not is_text(newest):
        return (
            f"None of {count(listed, 'school')} can be rated yet: no results that can be tested are loaded",
            "Load attendance, key stage 2 or key stage 4 extracts; About the data lists what is here.",
        )
    return (
        f"None of {count(listed, 'school')} can be rated: the newest school results are for {newest}",
        f"That is too old to rate a school as at {day(release.as_at)}. Load newer extracts; until then each "
        "school’s page shows its figures and trends, and the city’s own measures are below.",
    )


def main_cause(areas: pd.DataFrame) -> str:
    """Name the area with most red ratings."""
    most = reddest(areas)
    if not most:
        return "No school is red in any area that the data can rate."
    # The first word or words of a short title stand for the area inside a sentence.
    named = " and ".join(lower_first(area.short_title.partition(",")[0]) for area in most)
    verb = "is the area most often" if len(most) == 1 else "are each"
    return f"{named[:1].upper()}{named[1:]} {verb} red, at {count(most[0].red, 'school')}."


def best_and_last(headlines: pd.DataFrame) -> str:
    """Name the measures with the best and the last rank among local authorities."""
    known = headlines.dropna(subset=["rank", "ranked"])
    ranked = list(rows(known.assign(place=known["rank"] / known["ranked"]).sort_values(by=["place"])))
    if len(ranked) < 2:
        return ""
    best, last = (
        f"{ordinal(row.rank)} of {int(row.ranked)}, for {lower_first(row.short_title)}"
        for row in (ranked[0], ranked[-1])
    )
    return f"The city’s best rank is {best}; its last, {last}."
