"""Indicators lists the whole catalogue, says of each what is loaded, and gives the list as a workbook."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.outputs.about import describe
from eif.outputs.catalogue import Asked, loaded, narrow, periods, write_catalogue
from eif.reference import FOLDER, read_indicator
from eif.snapshot import Snapshot

FILES = {path.stem: read_indicator(path) for path in (FOLDER / "indicators").glob("*.toml")}


@pytest.fixture
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def entries(demo_snapshot: Snapshot):
    return demo_snapshot.rows("screen_catalogue")


def listed(html: str) -> list[str]:
    """The indicators that the page links to, in its order."""
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in html.split('href="')[1:]]
    asked = (parse_qs(urlsplit(one).query) for one in addresses if urlsplit(one).path == "/indicators")
    return [one["indicator"][0] for one in asked if "indicator" in one]


@pytest.mark.usefixtures("home")
def test_every_file_of_the_catalogue_is_listed_once(entries) -> None:
    html = html_of(run_page("indicators"))
    assert sorted(listed(html)) == sorted(FILES)
    now = sum(row.state == "loaded" for row in entries)
    assert only("h1", html) == f"{len(FILES)} indicators, {now} of them with something loaded"
    unread = sum("unread" in given for given in FILES.values())
    assert f"for {unread} no source is read yet." in text_of(html)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("address", "test"),
    [
        ({"area": "finance"}, lambda given: given["area"] == "finance"),
        ({"phase": "nursery"}, lambda given: "nursery" in given["phases"]),
        ({"kind": "status"}, lambda given: given["kind"] == "status"),
        ({"state": "unread"}, lambda given: "unread" in given),
        (
            {"area": "safeguarding", "kind": "date"},
            lambda given: given["area"] == "safeguarding" and given["kind"] == "date",
        ),
    ],
)
def test_an_address_narrows_the_list(address, test) -> None:
    wanted = sorted(name for name, given in FILES.items() if test(given))
    assert wanted
    assert sorted(listed(html_of(run_page("indicators", **address)))) == wanted


def test_a_word_is_found_in_name_title_and_question_whatever_its_case(entries) -> None:
    assert [row.indicator for row in narrow(entries, Asked(find="FWN"))] == ["fwn_in_force"]
    found = {row.indicator for row in narrow(entries, Asked(find="head post"))}
    assert "ht_tenure_m" in found
    assert narrow(entries, Asked(find="no such words at all")) == []


@pytest.mark.usefixtures("home")
def test_no_match_says_what_to_do() -> None:
    assert "No indicator matches" in text_of(html_of(run_page("indicators", find="zzzz")))


@pytest.mark.usefixtures("home")
def test_one_indicator_says_all_that_its_file_says(demo_snapshot: Snapshot) -> None:
    given = FILES["ks4_a8"]
    html = html_of(run_page("indicators", indicator="ks4_a8"))
    words = text_of(html)
    assert only("h1", html) == given["title"]
    for part in ("question", "numerator", "denominator", "source", "first_period"):
        assert given[part] in words
    assert " ".join(given["cannot_say"].split()) in words
    for row in (*given["break"], *given["gap"]):
        assert f"{row['period']}: {row['reason']}" in words
    rules = demo_snapshot.rows("rule", indicator="ks4_a8")
    assert rules
    assert all(rule.title in words for rule in rules)
    assert 'href="/trends?indicator=ks4_a8"' in html


@pytest.mark.usefixtures("home")
def test_one_that_nothing_is_read_for_says_so_and_leads_to_no_trend() -> None:
    html = html_of(run_page("indicators", indicator="rise_stuck"))
    assert f"No source is read yet. {FILES['rise_stuck']['unread']}" in text_of(html)
    assert "/trends" not in html


@pytest.mark.usefixtures("home")
def test_an_indicator_that_does_not_exist_shows_the_list() -> None:
    assert sorted(listed(html_of(run_page("indicators", indicator="' or 1=1")))) == sorted(FILES)


@pytest.mark.parametrize("indicator", ["ks2_rwm_exp", "abs_overall", "gov_vac_pct"])
def test_the_periods_loaded_are_those_of_the_citys_observations(
    entries, demo_snapshot: Snapshot, indicator: str
) -> None:
    (row,) = (row for row in entries if row.indicator == indicator)
    seen = demo_snapshot.read("observation", indicator=indicator, la_code="330", is_best=True)
    seen = seen[seen["value"].notna()]
    area = demo_snapshot.read("benchmark", indicator=indicator, area_code="330", is_best=True)
    area = area[area["value"].notna() & (area["area_type"] == "la")]
    known = sorted({*seen["period"], *area["period"]})
    assert (row.first_loaded, row.last_loaded, row.periods_loaded) == (known[0], known[-1], len(known))
    assert row.schools_loaded == seen["school_id"].nunique()
    assert row.city_loaded == (len(area) > 0)


def test_a_statutory_step_counts_only_its_own_action(entries, demo_snapshot: Snapshot) -> None:
    facts = demo_snapshot.read("school_fact", item="action", is_best=True)
    for indicator, action in (("fwn_in_force", "formal warning notice"), ("academy_order", "academy order")):
        (row,) = (row for row in entries if row.indicator == indicator)
        assert row.schools_loaded == facts[facts["text"] == action]["school_id"].nunique()


@pytest.mark.parametrize(
    ("indicator", "rules"),
    [
        (
            "fwn_in_force",
            {"leadership_warning_notice", "attainment_warning_notice", "safeguarding_warning_notice"},
        ),
        ("ieb", {"leadership_interim_board"}),
        ("ofs_category", {"leadership_category"}),
        ("ofs_inclusion", {"inclusion_inspection"}),
        ("oag_status", {"inclusion_guidance"}),
        ("comp_total_per100", {"leadership_absence_and_complaints"}),
        ("academy_order", set()),
        ("sia_qe_judgement", {"quality_of_education_adviser"}),
        ("sef_validated", {"quality_self_evaluation"}),
    ],
)
def test_a_status_names_the_rules_that_read_it(
    entries, demo_snapshot: Snapshot, indicator: str, rules: set[str]
) -> None:
    (row,) = (row for row in entries if row.indicator == indicator)
    titles = {rule.rule_id: rule.title for rule in demo_snapshot.rows("rule")}
    assert set(row.rules) == {titles[rule] for rule in rules}


def test_words_for_what_is_loaded_name_schools_and_the_city(entries) -> None:
    (row,) = (row for row in entries if row.indicator == "ks2_rwm_exp")
    one = row._replace(periods_loaded=1, first_loaded="2024/25", schools_loaded=1, city_loaded=False)
    assert loaded(one) == "2024/25, 1 school"
    assert loaded(one._replace(schools_loaded=0, city_loaded=True)) == "2024/25, the city"
    assert loaded(one._replace(periods_loaded=0, schools_loaded=3)) == "3 schools"
    assert periods(one._replace(periods_loaded=2, last_loaded="2025/26")) == "2024/25 to 2025/26 (2)"


def test_the_workbook_is_the_list_row_for_row(entries, demo_snapshot: Snapshot) -> None:
    found = narrow(entries, Asked(area="finance"))
    book = load_workbook(io.BytesIO(write_catalogue(found, describe(demo_snapshot, "Finance"))))
    rows = list(book["Indicators"].iter_rows(min_row=5, values_only=True))
    assert rows[0][0] == "Indicator"
    assert [row[0] for row in rows[1:]] == [row.indicator for row in found]
    assert all(cell not in (None, "") for row in rows for cell in row)
