"""How many schools give concern, in which areas, where they are and what support would follow?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from eif.outputs.words import CATEGORY, RATING
from eif.ui.escape import escape
from eif.ui.figures import count, figure, lower_first
from eif.ui.marks import category_mark
from eif.ui.shell import anchor, card, link, rows
from eif.ui.spark import stacked_bar

CONCERN = "Causing Concern"
ESTABLISHED = "Established"
RATED = ("red", "amber", "green")
MOST_SCHOOLS = 5

# A group of schools: its column, its name in the address of the schools page, its value and its words.
Group = tuple[str, str, str, str]
KINDS: tuple[Group, ...] = (
    ("type_group", "type", "maintained", "Maintained"),
    ("type_group", "type", "academy", "Academies"),
)


def category_tiles(categories: pd.DataFrame, areas: pd.DataFrame, listed: int) -> str:
    """Draw a tile per category, each a link to its schools, and their shares as one bar."""
    waits = bool(unrated_key_areas(areas))
    tiles = "".join(
        anchor(
            f'{category_mark(row.category)}<span class="figures"><b>{row.schools:,}</b>'
            f'<span class="small muted">{share(row.category, row.schools, listed, waits, row.candidates)}'
            "</span></span>",
            "schools",
            css="card tile",
            category=row.category,
        )
        for row in rows(categories)
    )
    parts = [(CATEGORY[row.category].kind, row.category, int(row.schools)) for row in rows(categories)]
    bar = stacked_bar(parts, "Schools by the category the data point to")
    return f'<div class="cards tiles">{tiles}</div><div class="under">{bar}</div>'


def share(category: str, schools: int, listed: int, waits: bool, candidates: int = 0) -> str:
    """Say what part of the city a tile is, or why it is empty; `waits`: a key area cannot be rated at all."""
    if category == "Embedded" and not schools and candidates:
        return f"{count(int(candidates), 'candidate')}; people agree it"
    if category == "Embedded" and not schools:
        return "agreed by people only"
    if category == ESTABLISHED and not schools and waits:
        return "key areas have no data"
    return f"{figure(100 * schools / listed, 0, 'percent')} of schools" if listed else ""


def area_card(areas: pd.DataFrame) -> str:
    """Draw what drives concern: the ratings of each area that the data can rate, red first."""
    is_rated = areas[list(RATED)].sum(axis=1) > 0
    rated = areas[is_rated].sort_values(["red", "ord"], ascending=[False, True])
    parts = []
    title = "Ratings by area"
    if len(rated):
        most = reddest(areas)
        if len(most) == 1:
            title = f"Most red: {lower_first(most[0].short_title.partition(',')[0])}"
        parts.append(
            '<table class="areas"><caption class="hidden-text">Schools by rating in each area</caption>'
            '<thead><tr><th scope="col">Area</th><th scope="col" class="n">Red</th>'
            '<th scope="col" class="n">Amber</th>'
            '<th scope="col" class="n">Green</th></tr></thead>'
            f"<tbody>{''.join(area_row(row) for row in rows(rated))}</tbody></table>"
        )
    if not is_rated.all():
        grey = rows(areas[~is_rated])
        names = ", ".join(link(row.short_title, "schools", area=row.area) for row in grey)
        parts.append(
            '<h3 class="gap">Nothing loaded to rate these from</h3>'
            f'<p class="small muted">{names}. They show grey, never green.{needed(areas)}</p>'
        )
    return card(title, "".join(parts))


def unrated_key_areas(areas: pd.DataFrame) -> list[str]:
    """Return the key areas in which no school is rated: the framework's category Established needs each."""
    is_unrated = areas["key_area"] & (areas[list(RATED)].sum(axis=1) == 0)
    return [lower_first(title) for title in areas.loc[is_unrated, "short_title"]]


def needed(areas: pd.DataFrame) -> str:
    """Say why no school is Established, however many areas are green."""
    waiting = unrated_key_areas(areas)
    if not waiting:
        return ""
    named = f"{', '.join(waiting[:-1])}, and {waiting[-1]}" if len(waiting) > 1 else waiting[0]
    return f" No school can be {ESTABLISHED} until {escape(named)} can be rated."


def reddest(areas: pd.DataFrame) -> list[Any]:
    """Return the areas with most red ratings: one, several with the same number, or none."""
    return list(rows(areas[(areas["red"] == areas["red"].max()) & (areas["red"] > 0)]))


def area_row(row: Any) -> str:
    """Draw one area: its name, its bar, and its counts as links to those schools."""
    counts = [(word, int(getattr(row, word))) for word in (*RATED, "insufficient")]
    bar = stacked_bar(
        [(RATING[word].kind, RATING[word].word.lower(), number) for word, number in counts],
        row.short_title,
        thin=True,
    )
    cells = "".join(
        f'<td class="n">{area_link(row, word, number)}</td>' for word, number in counts if word in RATED
    )
    return f'<tr><th scope="row">{escape(row.short_title)}{bar}</th>{cells}</tr>'


def area_link(row: Any, rating: str, number: int) -> str:
    """Draw a count of schools as a link to them."""
    label = f"{row.short_title}: {count(number, 'school')} {rating}"
    return link(f"{number:,}", "schools", area=row.area, rating=rating, label=label)


def concern_card(schools: pd.DataFrame) -> str:
    """List the schools with most concern in the data."""
    title = "Most concern in the data"
    worst = schools[schools["reds"] > 0].sort_values(
        ["reds", "ambers", "name"], ascending=[False, False, True], kind="stable"
    )
    if worst.empty:
        return card(title, '<p class="muted">No school is red in any area.</p>')
    body = "".join(
        f"<li>{link(row.name, 'school', urn=row.urn)}{tally(int(row.reds), int(row.ambers))}</li>"
        for row in rows(worst.head(MOST_SCHOOLS))
    )
    return card(title, f'<ul class="list">{body}</ul>')


def tally(reds: int, ambers: int) -> str:
    """Write how many areas are red and amber, as shapes to the eye and as words to a screen reader."""
    shapes = f'<span class="bad">▼ {reds}</span>' + (f" ◆ {ambers}" if ambers else "")
    words = f"{reds} red" + (f", {ambers} amber" if ambers else "")
    return (
        f'<span class="small num" title="{words}"><span aria-hidden="true">{shapes}</span>'
        f'<span class="hidden-text">{words}</span></span>'
    )


def where_card(schools: pd.DataFrame) -> str:
    """Count the schools in the worst category that any is in, by phase and by kind."""
    worst = next((name for name in (CONCERN, "Developing") if (schools["indicated"] == name).any()), CONCERN)
    body = "".join(where_row(schools, worst, *group) for group in (*_phases(schools)[:3], *KINDS))
    return card(f"Which are {worst}", f'<ul class="list">{body}</ul>')


def school_cards(schools: pd.DataFrame) -> str:
    """Count the schools by phase and by kind, for a city without ratings."""
    phases = "".join(where_row(schools, None, *group) for group in _phases(schools))
    kinds = "".join(where_row(schools, None, *group) for group in KINDS)
    return card("Schools by phase", f'<ul class="list">{phases}</ul>') + card(
        "Schools by kind", f'<ul class="list">{kinds}</ul>'
    )


def _phases(schools: pd.DataFrame) -> list[Group]:
    """Return the phases that the schools have, the largest first."""
    return [
        ("phase", "phase", phase, str(phase).capitalize()) for phase in schools["phase"].value_counts().index
    ]


def where_row(
    schools: pd.DataFrame, category: str | None, column: str, parameter: str, value: str, words: str
) -> str:
    """Draw one group of schools as a link to them: how many are in `category`, or how many there are."""
    here = schools[schools[column] == value]
    if here.empty:
        return ""
    asked: dict[str, Any] = {parameter: value, "category": category}
    to_them = link(words, "schools", **asked)
    if category is None:
        return f'<li>{to_them}<b class="num">{len(here):,}</b></li>'
    number = int((here["indicated"] == category).sum())
    of = f'<span class="small muted">of {len(here):,}</span>'
    return f'<li>{to_them}<span class="num"><b>{number:,}</b> {of}</span></li>'


def days_card(schools: pd.DataFrame) -> str:
    """Add up the most days of support the framework allows if every indicated category were agreed."""
    title = "Days of support this means"
    tiers = (
        schools.dropna(subset=["tier"])
        .groupby("tier", as_index=False)
        .agg(n=("urn", "size"), days=("days", "sum"), extra=("extra_days", "sum"))
    )
    if tiers.empty:
        return card(title, '<p class="muted">The data point to no category, so no tier follows yet.</p>')
    body = "".join(
        f"<li><span>Tier {int(row.tier)}, {count(row.n, 'school')}</span>{in_days(row.days)}</li>"
        for row in rows(tiers.sort_values("tier", ascending=False))
    )
    extra = tiers["extra"].sum()
    if extra:
        triggered = count(int((schools["extra_days"] > 0).sum()), "school")
        body += f"<li><span>Half days more, {triggered}</span>{in_days(extra)}</li>"
    total = f"<li><b>All schools, at most</b>{in_days(tiers['days'].sum() + extra)}</li>"
    return card(title, f'<ul class="list">{body}{total}</ul>')


def in_days(number: float) -> str:
    """Write a number of days at the end of a list row."""
    return f'<span class="num"><b>{number:,g}</b> <span class="small muted">days</span></span>'
