"""Is the demonstration city written as publishers write, and is it the same every time?"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from eif.demo import DemoSummary, write_demo
from eif.demo.lait import SCHEMA
from eif.demo.resources import header
from eif.extracts import recognise
from eif.snapshot import Snapshot

SMALL = 44


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, write_demo(folder, schools=SMALL)


def records(path: Path, encoding: str = "utf-8-sig") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as handle:
        return list(csv.reader(handle))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_identical_bytes(small: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    write_demo(tmp_path, schools=SMALL)
    assert digests(tmp_path) == digests(small[0])


def test_another_seed_gives_another_city(small: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    write_demo(tmp_path, schools=SMALL, seed=7)
    ours, theirs = digests(small[0]), digests(tmp_path)
    assert set(ours) == set(theirs)
    assert ours["gias/edubasealldata20260302.csv"] != theirs["gias/edubasealldata20260302.csv"]


def test_the_summary_counts_what_is_on_disk(small: tuple[Path, DemoSummary]) -> None:
    folder, summary = small
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert set(summary.files) == set(files)
    assert summary.bytes == sum(path.stat().st_size for path in files)
    assert summary.schools == SMALL


def test_the_mark_says_that_this_is_a_demonstration(small: tuple[Path, DemoSummary]) -> None:
    mark = tomllib.loads((small[0] / "demonstration.toml").read_text(encoding="utf-8"))
    assert mark["layout"] == "demonstration"


def test_a_city_of_too_few_schools_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 20"):
        write_demo(tmp_path, schools=3)


@pytest.mark.parametrize(
    ("layout", "file", "encoding"),
    [
        ("gias", "gias/edubasealldata20260302.csv", "cp1252"),
        ("gias_links", "gias/links_edubasealldata20260302.csv", "cp1252"),
        ("cscp_abs", "cscp/2018-2019/england_abs.csv", "utf-8-sig"),
        ("cscp_abs_15", "cscp/2014-2015/england_abs.csv", "utf-8"),
        ("cscp_census", "cscp/2018-2019/england_census.csv", "utf-8-sig"),
        ("cscp_census_2018", "cscp/2017-2018/england_census.csv", "utf-8-sig"),
        ("cscp_school_information", "cscp/2018-2019/england_school_information.csv", "utf-8-sig"),
        ("cscp_ks2final", "cscp/2018-2019/england_ks2final.csv", "utf-8-sig"),
        ("cscp_ks4final", "cscp/2017-2018/england_ks4final.csv", "utf-8-sig"),
        ("cscp_ks4provisional", "cscp/2024-2025/england_ks4provisional.csv", "utf-8-sig"),
        ("ees_absence", "ees/Absence_3term_nat_reg_la_sch.csv", "utf-8"),
        ("lait_dictionary", "lait/lait_data_dictionary.csv", "utf-8"),
        ("gias_groups", "gias/allgroupsdata20260302.csv", "cp1252"),
        ("gias_group_links", "gias/alllinksdata20260302.csv", "cp1252"),
        ("gias_governance", "gias/governancealldata20260302.csv", "cp1252"),
        ("ofsted_graded", "ofsted/latest_inspections_as_at_31_Aug_2024.csv", "cp1252"),
        ("ofsted_graded", "ofsted/latest_inspections_as_at_31_Aug_2025.csv", "cp1252"),
    ],
)
def test_headings_are_the_official_ones(
    small: tuple[Path, DemoSummary], layout: str, file: str, encoding: str
) -> None:
    assert records(small[0] / file, encoding)[0] == list(header(layout))


def inspections(small: tuple[Path, DemoSummary], month: str, above: int = 0) -> list[dict[str, str]]:
    """The rows of one month's inspections below the lines above its header."""
    table = records(small[0] / f"ofsted/latest_inspections_as_at_{month}.csv", "cp1252")[above:]
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_report_cards_stand_below_two_lines_and_under_the_heading_with_two_spaces(
    small: tuple[Path, DemoSummary],
) -> None:
    rows = inspections(small, "31_Oct_2026", above=2)
    assert tuple(rows[0]) == header("ofsted_report_cards")
    assert {row["Latest OEIF  safeguarding is effective?"] for row in rows} >= {"Yes", "NULL"}


def test_no_overall_grade_is_given_from_september_2024(small: tuple[Path, DemoSummary]) -> None:
    before = inspections(small, "31_Aug_2024")
    assert {row["Overall effectiveness"] for row in before} <= {"1", "2", "3", "4", "NULL"}
    for row in inspections(small, "31_Aug_2025"):
        day = row["Inspection start date"]
        late = day != "NULL" and day[6:] + day[3:5] >= "202409"
        assert (row["Overall effectiveness"] == "Not judged") is late


def test_report_card_grades_are_about_as_the_first_were(demo_files: Path) -> None:
    path = demo_files / "ofsted/latest_inspections_as_at_31_Oct_2026.csv"
    _, _, head, *rows = records(path, "cp1252")
    areas = [place for place, name in enumerate(head) if f"{name.partition(' (')[0]} - date of grade" in head]
    grades = Counter(row[place] for row in rows for place in areas)
    graded = {name: grades[name] for name in ("Exceptional", "Strong standard", "Expected standard")}
    graded["Needs attention"] = grades["Needs attention"]
    total = sum(graded.values()) + grades["Urgent improvement"]
    for share, count in zip((4, 35, 56, 5), graded.values(), strict=True):
        assert 100 * count / total == pytest.approx(share, abs=3)
    assert grades["Urgent improvement"] < 0.01 * total


def test_schools_of_trusts_are_those_of_the_register_and_nobody_is_named(
    small: tuple[Path, DemoSummary],
) -> None:
    head, *rows = records(small[0] / "gias/edubasealldata20260302.csv", "cp1252")
    place = {name: head.index(name) for name in ("URN", "Trusts (code)", "CloseDate")}
    in_trust = {
        (row[place["URN"]], row[place["Trusts (code)"]])
        for row in rows
        if row[place["Trusts (code)"]] and not row[place["CloseDate"]]
    }
    head, *rows = records(small[0] / "gias/alllinksdata20260302.csv", "cp1252")
    assert {(row[head.index("URN")], row[head.index("Group UID")]) for row in rows} == in_trust
    for name in ("allgroupsdata", "governancealldata"):
        head, *rows = records(small[0] / f"gias/{name}20260302.csv", "cp1252")
        people = [i for i, column in enumerate(head) if "name" in column.lower() and column != "Group Name"]
        assert {row[i] for row in rows for i in people} == {""}


def test_an_inspection_of_the_urn_before_says_so(small: tuple[Path, DemoSummary]) -> None:
    rows = inspections(small, "31_Aug_2024")
    related = "Does the latest graded inspection relate to the URN of the current school?"
    inherited = [row for row in rows if row[related] == "No"]
    assert inherited
    assert all(row["URN at time of latest graded inspection"] < row["URN"] for row in inherited)


def test_suffixes_move_with_the_year(small: tuple[Path, DemoSummary]) -> None:
    head = records(small[0] / "cscp/2024-2025/england_ks2final.csv")[0]
    assert {"PTRWM_EXP_24", "PTRWM_EXP_23"} <= set(head)
    assert not {name for name in head if name.endswith(("_18", "_17"))}
    head = records(small[0] / "cscp/2023-2024/england_ks4final.csv")[0]
    assert {"ATT8SCR_23", "ATT8SCR_22", "PTL2BASICS_94"} <= set(head)


def test_files_have_the_bytes_of_their_publisher(small: tuple[Path, DemoSummary]) -> None:
    folder = small[0]
    results = (folder / "cscp/2018-2019/england_ks2final.csv").read_bytes()
    assert results.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in results
    assert b"\r\n" not in (folder / "cscp/2018-2019/england_abs.csv").read_bytes()
    schools = (folder / "gias/edubasealldata20260302.csv").read_bytes()
    assert b"\r\n" in schools
    assert b"\x92s Catholic" in schools  # a curly apostrophe in Windows-1252
    assert pq.read_schema(folder / "lait/bds_long_0.parquet").equals(SCHEMA)


def test_years_without_published_results_have_no_files(small: tuple[Path, DemoSummary]) -> None:
    there = {path.relative_to(small[0]).as_posix() for path in small[1].files}
    for year in ("2019-2020", "2020-2021", "2021-2022"):
        assert f"cscp/{year}/england_ks2final.csv" not in there
    for year in ("2019-2020", "2020-2021", "2024-2025"):
        assert f"cscp/{year}/england_ks4final.csv" not in there
    assert "cscp/2019-2020/england_abs.csv" not in there
    assert "cscp/2019-2020/england_census.csv" in there


def test_publishers_codes_and_short_rows_occur(small: tuple[Path, DemoSummary]) -> None:
    folder = small[0]
    two = records(folder / "cscp/2018-2019/england_ks2final.csv")
    assert {len(row) for row in two} == {318, 26}
    cells = {cell for row in two for cell in row}
    assert {"SUPP", "NA", "NEW", " "} <= cells
    four = records(folder / "cscp/2018-2019/england_ks4final.csv")
    assert {"SUPP", "NE", "NA"} <= {cell for row in four for cell in row}
    assert "NP" in {cell for row in records(folder / "cscp/2024-2025/england_ks2final.csv") for cell in row}
    absence = records(folder / "ees/Absence_3term_nat_reg_la_sch.csv", "utf-8")
    assert {row[absence[0].index("sess_auth_ext_holiday")] for row in absence[1:]} == {":"}


def test_every_urn_is_outside_the_real_range_and_links_go_both_ways(
    small: tuple[Path, DemoSummary],
) -> None:
    schools = records(small[0] / "gias/edubasealldata20260302.csv", "cp1252")
    urns = {row[0] for row in schools[1:]}
    assert len(urns) == len(schools) - 1 == small[1].urns
    assert all("900000" <= urn <= "999999" for urn in urns)
    links = records(small[0] / "gias/links_edubasealldata20260302.csv", "cp1252")[1:]
    forward = {(row[0], row[1]) for row in links if row[3].startswith("Successor")}
    backward = {(row[1], row[0]) for row in links if row[3].startswith("Predecessor")}
    assert forward == backward
    assert {urn for pair in forward for urn in pair} <= urns
    assert {"Successor - merged", "Predecessor - amalgamated"} <= {row[3] for row in links}


def test_school_rows_add_up_to_the_row_of_their_city(small: tuple[Path, DemoSummary]) -> None:
    head, *rows = records(small[0] / "ees/Absence_3term_nat_reg_la_sch.csv", "utf-8")
    at = {name: i for i, name in enumerate(head)}
    home = [row for row in rows if row[at["old_la_code"]] == "330" and row[at["time_period"]] == "202425"]
    for phase in ("State-funded primary", "State-funded secondary", "Special"):
        rates = {}
        for level in ("School", "Local authority"):
            kind = (level, phase)
            chosen = [row for row in home if (row[at["geographic_level"]], row[at["school_type"]]) == kind]
            missed, possible = (
                sum(int(row[at[name]]) for row in chosen) for name in ("sess_overall", "sess_possible")
            )
            rates[level] = 100 * missed / possible
        assert rates["School"] == pytest.approx(rates["Local authority"], abs=0.02), phase


def test_reasons_for_absence_add_up(small: tuple[Path, DemoSummary]) -> None:
    head, *rows = records(small[0] / "ees/Absence_3term_nat_reg_la_sch.csv", "utf-8")
    for side, total in (("auth", "sess_authorised"), ("unauth", "sess_unauthorised")):
        reasons = [
            i for i, name in enumerate(head) if name.startswith(f"sess_{side}_") and "total" not in name
        ]
        for row in rows:
            parts = [int(row[i]) for i in reasons if row[i] != ":"]
            assert min(parts) >= 0
            assert sum(parts) == int(row[head.index(total)])


def test_nobody_is_named(small: tuple[Path, DemoSummary]) -> None:
    schools = records(small[0] / "gias/edubasealldata20260302.csv", "cp1252")
    for column in ("HeadTitle (name)", "HeadFirstName", "HeadLastName", "OfstedRating (name)"):
        assert {row[schools[0].index(column)] for row in schools[1:]} == {""}


def test_every_file_is_recognised_with_its_year(small: tuple[Path, DemoSummary]) -> None:
    for path in small[1].files:
        found = recognise(path)
        assert found.layout, f"{path.name}: {found}"
        if "cscp" in path.parts:
            first, last = path.parent.name.split("-")
            assert found.period == f"{first}/{last[2:]}", f"{path.parent.name}/{path.name}: {found}"


def test_some_schools_are_candidates_for_embedded_and_none_is_more(demo_snapshot: Snapshot) -> None:
    schools = demo_snapshot.rows("screen_school", listed=True)
    candidates = [row for row in schools if row.embedded_candidate]
    assert 5 <= len(candidates) <= 15
    assert {row.indicated for row in candidates} == {"Established"}
    assert {row.phase for row in candidates} >= {"primary", "secondary"}
