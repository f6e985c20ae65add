"""Do the layouts agree with the official headers, with each other and with the indicators?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eif.config import ROOT
from eif.extracts import load_layouts, recognise
from eif.extracts.document import PAGE, describe_layouts
from eif.extracts.layout import STATUSES, Layout
from eif.extracts.period import parse_period
from eif.extracts.recognise import match
from tests.fixtures.extracts import (
    FOLDER,
    MAY_2025,
    TEXT_EXTRACTS,
    write_authorities,
    write_ks4_workbook,
    write_lait_values,
    write_neighbours,
)

LAYOUTS = {layout.id: layout for layout in load_layouts()}
GROUPS = {
    "all", "dis", "nondis", "boys", "girls", "eal", "efl", "mob", "nmob",
    "pa_lo", "pa_mid", "pa_hi", "sen_sup", "ehcp", "no_sen", "fsm", "nfsm", "sen",
}  # fmt: skip


@pytest.mark.parametrize(("name", "layout_id"), sorted(TEXT_EXTRACTS.items()))
def test_each_extract_is_recognised_by_its_columns_whatever_it_is_called(
    tmp_path: Path, name: str, layout_id: str
) -> None:
    anonymous = tmp_path / f"x{Path(name).suffix}"
    anonymous.write_bytes((FOLDER / name).read_bytes())
    found = recognise(anonymous, name=f"{Path(name).parent}/{anonymous.name}")
    assert found.layout.id == layout_id


def test_binary_extracts_are_recognised_too(tmp_path: Path) -> None:
    made = {
        "lait_values": write_lait_values(tmp_path / "a"),
        "lait_authorities": write_authorities(tmp_path / "b.xlsx"),
        "lait_neighbours": write_neighbours(tmp_path / "c.xlsx", MAY_2025),
        "cscp_ks4_workbook": write_ks4_workbook(tmp_path / "d.xlsx"),
    }
    assert {layout_id: recognise(path).layout.id for layout_id, path in made.items()} == {
        layout_id: layout_id for layout_id in made
    }


def test_every_layout_has_an_extract_to_test_it_on() -> None:
    binary = {"lait_values", "lait_authorities", "lait_neighbours", "cscp_ks4_workbook"}
    assert set(TEXT_EXTRACTS.values()) | binary == set(LAYOUTS)


def published(name: str) -> str:
    """A column that a layout's name means: of a pattern, the shortest that it finds."""
    if not name.startswith("^"):
        return name
    plain = re.sub(r"\\b|\\s[*+]|[$^]", "", name)
    return re.sub(r"\(\?i:([^|)]*)[^)]*\)", r"\1", plain)


@pytest.mark.parametrize("layout", load_layouts(), ids=lambda layout: layout.id)
def test_a_layouts_own_key_leads_back_to_it_alone(layout: Layout) -> None:
    for key in layout.keys:
        for form in set(layout.formats) - {"toml"}:
            found = match([published(name) for name in (*key, *layout.columns_needed())], form)
            assert found is not None
            assert found.id == layout.id


@pytest.mark.parametrize("layout", load_layouts(), ids=lambda layout: layout.id)
def test_a_layout_says_who_published_it_and_what_its_codes_mean(layout: Layout) -> None:
    assert layout.title
    assert layout.publisher
    assert layout.publication
    assert set(layout.codes.values()) <= set(STATUSES)
    assert layout.release_status in ("final", "revised", "provisional", "management")


def test_every_indicator_and_group_that_a_layout_fills_is_known() -> None:
    known = {path.stem for path in (ROOT / "data" / "reference" / "indicators").glob("*.toml")}
    filled = {
        each.indicator for layout in LAYOUTS.values() if layout.kind == "values" for each in layout.mapped
    }
    assert filled <= known
    assert {group for layout in LAYOUTS.values() for group in layout.pupil_groups()} <= GROUPS


def test_no_column_is_given_two_meanings_as_a_value() -> None:
    for layout in LAYOUTS.values():
        values = [(each.column, each.back, each.where) for each in layout.mapped if each.part == "value"]
        assert len(values) == len(set(values)), layout.id


def test_the_15_per_cent_measure_is_never_the_10_per_cent_one() -> None:
    old, new = LAYOUTS["cscp_absence_15"], LAYOUTS["cscp_absence"]
    assert {each.indicator for each in old.mapped} == {"abs_overall", "abs_pa15"}
    assert {each.indicator for each in new.mapped} == {"abs_overall", "abs_pa10"}


def test_final_results_outrank_provisional_ones() -> None:
    assert LAYOUTS["cscp_ks4"].precedence > LAYOUTS["cscp_ks4_provisional"].precedence
    assert LAYOUTS["gias"].school_precedence == max(each.school_precedence for each in LAYOUTS.values())


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2018/19", "2018/19"),
        ("2018-2019", "2018/19"),
        ("2018-19", "2018/19"),
        ("201819", "2018/19"),
        ("1999-2000", "1999/00"),
        ("2018/20", None),
        ("2018", None),
        ("2025 (prov)", None),
        ("", None),
    ],
)
def test_academic_years_as_they_are_written(text: str, period: str | None) -> None:
    assert parse_period(text) == period


def test_the_page_of_layouts_says_what_the_layouts_say():
    assert PAGE.read_text(encoding="utf-8") == describe_layouts(load_layouts()), (
        "run python -m eif.extracts.document"
    )
