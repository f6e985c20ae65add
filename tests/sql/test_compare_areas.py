"""Do the region, England's fifths and the names of a standing come out as ruled?"""

from __future__ import annotations

import pytest

from eif.sql import create_macros
from tests.sql import compared as helpers
from tests.sql.compared import areas, compared, results
from tests.sql.given import built, cells, shown

ABSENCE = {"indicator": "abs_overall", "phase": "primary", "period": "2018/19"}


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def test_a_school_stands_beside_its_councils_region(bench):
    areas(
        bench,
        """
        row_kind | area_code | area_name     | value
        region   | E12000005 | West Midlands | 4.2
        region   | E12000004 | East Midlands | 4.9
        """,
        **ABSENCE,
    )
    results(bench, "value\n4.5", **ABSENCE)
    assert compared(bench, "region gap_region national")[1:] == [["4.2", "0.3", ""]]


def test_a_regions_own_row_in_a_file_beats_laits_under_another_code(bench):
    areas(
        bench,
        """
        row_kind | area_code | area_name     | value
        region   | 984       | West Midlands | 9
        region   | E12000005 | WEST MIDLANDS | 4.2
        """,
        **ABSENCE,
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="comparator")
    assert shown(bench, "comparator", "region") == [["region"], ["4.2"]]


def test_a_region_in_two_parts_is_known_however_it_is_written(bench):
    bench.execute("update setting set value = '202' where key = 'home_la'")
    areas(
        bench,
        """
        row_kind | area_code | area_name      | value
        region   | 986       | London         | 1
        region   | 987       | London (Inner) | 2
        region   | 988       | London (Outer) | 3
        """,
        **ABSENCE,
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="comparator")
    assert shown(bench, "comparator", "region")[1:] == [["2"]]


def test_a_percentile_falls_into_a_fifth(con):
    create_macros(con)
    asked = [1, 20, 21, 40, 41, 60, 61, 80, 81, 100, None]
    found = [con.execute("select quintile(?)", [place]).fetchone()[0] for place in asked]
    assert found == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, None]


@pytest.mark.parametrize(
    ("band", "quintile", "by_bands", "by_fifths"),
    [
        ("in_line", 1, "in_line", "well_above"),
        ("above", 2, "above", "above"),
        ("in_line", 3, "in_line", "in_line"),
        ("well_below", 4, "well_below", "below"),
        (None, 5, None, "well_below"),
        ("below", None, "below", None),
    ],
)
def test_a_standing_is_named_by_bands_or_by_fifths(con, band, quintile, by_bands, by_fifths):
    create_macros(con)
    asked = "select standing_band(?, ?, 'bands'), standing_band(?, ?, 'quintiles')"
    assert con.execute(asked, [band, quintile, band, quintile]).fetchone() == (by_bands, by_fifths)


def progress(bench, schools):
    """KS2 progress scores of schools all over England; the first twenty are the home council's."""
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    rows = ["urn | la_code | value | low | high | cohort"]
    for number, (value, half) in enumerate(schools):
        council = "330" if number < 20 else las[number % len(las)]
        rows.append(f"{100000 + number} | {council} | {value} | {value - half} | {value + half} | 30")
    results(bench, "\n".join(rows), indicator="ks2_prog_r", phase="primary", period="2018/19")


def test_progress_is_well_above_or_below_only_in_the_outer_tenth_and_significant(bench):
    inside = [(number / 100, 0.001) for number in range(-400, 401)]
    # at the top, last in the best tenth, first beyond it, at the top by chance; then the mirror
    listed = [(9, 1), (3.225, 1), (3.215, 1), (9.1, 10), (-9, 1), (-3.225, 1), (-3.215, 1)]
    progress(bench, listed + inside)
    found = compared(bench, "urn national_percentile significance band", "urn <= '100006'")
    assert found == cells(
        """
        urn    | national_percentile | significance | band
        100000 | 1                   | above        | well_above
        100001 | 10                  | above        | well_above
        100002 | 11                  | above        | above
        100003 | 1                   | in line      | in_line
        100004 | 100                 | below        | well_below
        100005 | 91                  | below        | well_below
        100006 | 90                  | below        | below
        """
    )


def test_progress_without_a_national_place_is_never_well_above_or_below(bench):
    same = {"indicator": "ks2_prog_r", "phase": "primary", "period": "2018/19"}
    results(bench, "value | low | high\n9 | 8 | 10", **same)
    assert compared(bench, "band quintile national_percentile")[1:] == [["above", "", ""]]


def test_less_than_a_whole_pupil_from_national_is_the_middle_fifth(bench):
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    rows = ["urn | la_code | value | cohort", "100001 | 330 | 60 | 49", "100002 | 330 | 60 | 50"]
    rows += [f"{200000 + number} | {code} | 90 | 60" for number, code in enumerate(las)]
    same = {"indicator": "ks2_rwm_exp", "phase": "primary", "period": "2018/19"}
    results(bench, "\n".join(rows), **same)
    areas(bench, "row_kind | area_code | value\nnational | E92000001 | 62", **same)

    # 2 points below national are 0.98 pupils of 49, and one of 50.
    found = compared(bench, "urn pupil_gap quintile", "urn < '100010'")
    assert found[1:] == [["100001", "0", "3"], ["100002", "-1", "5"]]
