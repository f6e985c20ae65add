"""The grid as a table: readable without colour, without a mouse, and safe whatever a school is called."""

from __future__ import annotations

import re

import pytest
from given_grid import NO_EVIDENCE, grid, school

from eif.outputs.grid import Cell, GridFilter, narrow, sentence
from eif.ui.rag_table import nothing_found, rag_table

RED = Cell("red", "3 of 14", "Absence very high.")
AMBER = Cell("amber", "3 of 14", "Absence above national.")
OAK = school("900001", "Oak Primary School")
ASH = school(
    "900002",
    "Ash Academy",
    phase="Secondary",
    type_group="Academy",
    postcode="B1 1AA",
    category="Causing Concern",
    reds=1,
    tier=3,
    days=6.0,
    cells=(RED, Cell("not_applicable", "", "Belongs to the trust.")),
)
ELM = school(
    "900003", "Elm School", pupils=None, category="Developing", ambers=1, cells=(AMBER, NO_EVIDENCE), days=3.0
)
CITY = narrow(grid(OAK, ASH, ELM), GridFilter())


def names(wanted: GridFilter) -> list[str]:
    return [row.name for row in narrow(CITY, wanted).rows]


def test_every_header_says_what_it_heads() -> None:
    table = rag_table(CITY, "Schools by area")
    assert table.count('scope="col"') == 5
    assert table.count('scope="row"') == 3
    assert '<caption class="hidden-text">Schools by area</caption>' in table
    assert 'role="region" tabindex="0" aria-label=' in table


def test_every_school_is_a_link_to_its_page_and_every_cell_to_its_ladder() -> None:
    areas = [area.area for area in CITY.areas]
    assert re.findall(r'href="([^"]+)"', rag_table(CITY, "")) == [
        f"/school?urn={urn}{area}"
        for urn in ("900002", "900003", "900001")
        for area in ("", *(f"&amp;area={area}" for area in areas))
    ]


def test_a_cell_has_a_shape_a_word_and_its_coverage() -> None:
    table = rag_table(CITY, "")
    assert '<span aria-hidden="true">▼</span> Red</span><span class="cov">3/14</span>' in table
    assert '<span aria-hidden="true">–</span> No evidence</span></span>' in table
    assert "Not applicable" in table


def test_some_evidence_that_is_too_little_says_so_and_is_not_green() -> None:
    cell = Cell("insufficient", "1 of 14", "One rule only.")
    table = rag_table(grid(school("900004", "Fir", cells=(cell, NO_EVIDENCE))), "")
    assert "Too little" in table
    assert 'class="mark ne"' in table
    assert 'class="mark es"' not in table.split("<tbody>")[1].split("</th>")[1].split("</td>", 1)[1]


def test_results_that_have_aged_say_so_with_their_year_and_are_not_green() -> None:
    cell = Cell("insufficient", "0 of 14", "Aged.", too_old="2018/19")
    table = rag_table(grid(school("900006", "Yew", cells=(cell, NO_EVIDENCE))), "")
    assert '<span aria-hidden="true">–</span> Too old</span><span class="cov">2018/19</span>' in table
    assert 'class="mark es"' not in table.split("<tbody>")[1].split("</th>")[1].split("</td>", 1)[1]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "![x](http://example.org/b.png)",
        "a & b",
    ],
)
def test_a_name_is_text_whatever_it_holds(name: str) -> None:
    table = rag_table(grid(school("900005", name)), name)
    assert "<script" not in table
    assert "<img" not in table
    assert "](" not in table
    assert "a & b" not in table


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (GridFilter(), ["Ash Academy", "Elm School", "Oak Primary School"]),
        (GridFilter(sort="Name"), ["Ash Academy", "Elm School", "Oak Primary School"]),
        (GridFilter(sort="Most pupils"), ["Ash Academy", "Oak Primary School", "Elm School"]),
        (GridFilter(find="oak"), ["Oak Primary School"]),
        (GridFilter(find=" 900002 "), ["Ash Academy"]),
        (GridFilter(find="b11aa"), ["Ash Academy"]),
        (GridFilter(find="B24 9"), ["Elm School", "Oak Primary School"]),
        (GridFilter(phase="Secondary"), ["Ash Academy"]),
        (GridFilter(type="Maintained"), ["Elm School", "Oak Primary School"]),
        (GridFilter(category="Developing"), ["Elm School"]),
        (GridFilter(rating="Amber"), ["Elm School"]),
        (GridFilter(area="Finance", rating="No evidence"), ["Elm School", "Oak Primary School"]),
        (GridFilter(area="Finance", rating="Red"), []),
        (GridFilter(constituency="Erdington", phase="Secondary"), ["Ash Academy"]),
        (GridFilter(area="Finance"), ["Elm School", "Oak Primary School", "Ash Academy"]),
    ],
)
def test_a_filter_keeps_the_schools_it_names(wanted: GridFilter, found: list[str]) -> None:
    assert names(wanted) == found


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (GridFilter(), "All 3 open state-funded schools, most concern first."),
        (
            GridFilter(area="Finance"),
            "All 3 open state-funded schools, most concern in Finance first.",
        ),
        (
            GridFilter(phase="Primary", rating="Amber", area="Attendance, exclusions", sort="Name"),
            "1 of 3 schools: primary, Amber in Attendance, exclusions; by name.",
        ),
        (
            GridFilter(find="zz", type="Academy"),
            "0 of 3 schools: academy, with “zz” in the name, URN or postcode; most concern first.",
        ),
    ],
)
def test_the_filter_is_a_plain_sentence_with_the_count(wanted: GridFilter, said: str) -> None:
    assert sentence(narrow(CITY, wanted), wanted) == said


def test_an_empty_list_says_why_and_what_to_do() -> None:
    said = nothing_found("0 of 3 schools: with “<b>” in the name.")
    assert "No school matches" in said
    assert "<b>”" not in said
    assert 'href="/schools"' in said


def test_a_candidate_for_embedded_says_so_beside_what_the_data_indicate() -> None:
    star = school("900004", "Yew School", candidate=True)
    one = narrow(grid(OAK, star), GridFilter(category="Embedded"))
    assert [row.name for row in one.rows] == ["Yew School"]
    assert sentence(one, GridFilter(category="Embedded")) == (
        "1 of 2 schools: Embedded candidates; most concern first."
    )
    drawn = rag_table(one, "")
    assert "</span> Established</span>" in drawn
    assert '<span aria-hidden="true">★</span> Embedded candidate</span>' in drawn
    assert "Embedded" not in rag_table(narrow(grid(OAK), GridFilter()), "")
