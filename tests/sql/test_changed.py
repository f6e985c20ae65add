"""What changed between two snapshots, in given and expected rows: which way, and what cannot be told."""

from __future__ import annotations

import duckdb
import pytest
from given import given, shown
from hypothesis import given as given_of
from hypothesis import settings
from hypothesis import strategies as st

from eif import sql

FIGURE = (
    "school_id varchar, published_urn varchar, indicator varchar, pupil_group varchar, period varchar,"
    " value double, status varchar, before_period varchar, earlier_period varchar, title varchar,"
    " unit varchar, decimals int, polarity int, area varchar, ord int, source varchar"
)
HEAD = "school_id varchar, item varchar, title varchar, words varchar, ord int, on_day date, source varchar"
INSPECTION = (
    "school_id varchar, kind varchar, regime varchar, inspection_date date, published_date date,"
    " judgement varchar, title varchar, word varchar, ordinal int, ord int, inspection_type varchar,"
    " regime_title varchar, category_title varchar, source varchar"
)
EVENT = "school_id varchar, urn varchar, event varchar, words varchar, day date, other_urn varchar"
SCHOOL = (
    "school_id varchar, urn varchar, name varchar, phase varchar, listed boolean, status varchar,"
    " school_type varchar, trust_name varchar, indicated varchar, adviser varchar, districts varchar[]"
)
JUDGEMENT = (
    "school_id varchar, area varchar, kind varchar, area_title varchar, area_ord int, category varchar,"
    " place int, validated varchar, note varchar, day date, author varchar, recorded_here boolean"
)
ACTION = (
    "action_id varchar, school_id varchar, action varchar, responsible varchar, due_on date,"
    " progress varchar, progress_note varchar, progress_on date, ended_on date, ended_as varchar,"
    " ended_why varchar, is_late boolean, saved_by varchar, measured_by varchar, state varchar, why varchar,"
    " period varchar"
)
TABLES = {"figure": FIGURE, "head": HEAD, "inspection": INSPECTION, "event": EVENT,
          "judgement": JUDGEMENT, "action": ACTION}  # fmt: skip
TOLD = "title before after what"


@pytest.fixture
def two(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Both sides, empty."""
    sql.create_macros(con)
    for name, columns in TABLES.items():
        for moment in ("before", "after"):
            con.execute(f"create table {name}_{moment} ({columns})")
    for moment in ("then", "now"):
        con.execute(f"create table school_{moment} ({SCHOOL})")
    return con


def changed(con: duckdb.DuckDBPyConnection, name: str, columns: str = TOLD) -> list[list[str]]:
    con.execute(f"create or replace view {name} as {sql.statement('80_since', name)}")
    return shown(con, name, columns)[1:]


def figures(con: duckdb.DuckDBPyConnection, moment: str, rows: str) -> None:
    header = "indicator | period | value | status | before_period | earlier_period | polarity\n"
    same = {"school_id": "S1", "published_urn": "1", "pupil_group": "all", "unit": "percent", "decimals": 0}
    given(con, f"figure_{moment}", header + rows, **same)
    con.execute(f"update figure_{moment} set title = indicator")


def test_a_figure_is_better_or_worse_by_its_polarity_and_only_where_periods_compare(two) -> None:
    figures(
        two,
        "before",
        """
        absence    | 2023/24 | 5    | value |         |         | -1
        reading    | 2023/24 | 60   | value |         |         | 1
        language   | 2023/24 | 30   | value |         |         | 0
        two years  | 2022/23 | 50   | value |         |         | 1
        gap years  | 2019/20 | 50   | value |         |         | 1
        corrected  | 2023/24 | 50   | value |         |         | 1
        precision  | 2023/24 | 50.2 | value |         |         | 1
        unmoved    | 2023/24 | 50.2 | value |         |         | 1
        withheld   | 2023/24 | 50   | value |         |         | 1
        gone       | 2023/24 | 50   | value |         |         | 1
        untouched  | 2023/24 | 50   | value |         |         | 1
        never      | 2023/24 |      | suppressed |    |         | 1
        """,
    )
    figures(
        two,
        "after",
        """
        absence    | 2024/25 | 6    | value | 2023/24 |         | -1
        reading    | 2024/25 | 64   | value | 2023/24 |         | 1
        language   | 2024/25 | 40   | value | 2023/24 |         | 0
        two years  | 2024/25 | 40   | value | 2023/24 | 2022/23 | 1
        gap years  | 2024/25 | 90   | value | 2023/24 |         | 1
        corrected  | 2023/24 | 52   | value |         |         | 1
        precision  | 2023/24 | 50.3 | value |         |         | 1
        unmoved    | 2024/25 | 50.3 | value | 2023/24 |         | 1
        withheld   | 2024/25 |      | suppressed | 2023/24 |    | 1
        untouched  | 2023/24 | 50   | value |         |         | 1
        never      | 2024/25 |      | suppressed |    |         | 1
        arrived    | 2024/25 | 70   | value |         |         | 1
        """,
    )
    assert changed(two, "changed_figure") == [
        ["absence", "5% (2023/24)", "6% (2024/25)", "worse"],
        ["arrived", "no figure", "70% (2024/25)", "new"],
        ["corrected", "50% (2023/24)", "52% (2023/24)", "better"],
        ["gap years", "50% (2019/20)", "90% (2024/25)", "not comparable"],
        ["gone", "50% (2023/24)", "no figure", "no longer known"],
        ["language", "30% (2023/24)", "40% (2024/25)", "changed"],
        ["reading", "60% (2023/24)", "64% (2024/25)", "better"],
        ["two years", "50% (2022/23)", "40% (2024/25)", "worse"],
        ["unmoved", "50% (2023/24)", "50% (2024/25)", "as before"],
        ["withheld", "50% (2023/24)", "no figure (suppressed, 2024/25)", "no longer known"],
    ]
    assert changed(two, "changed_figure", "title page indicator area")[0] == [
        "absence", "provenance", "absence", "",
    ]  # fmt: skip


# What a figure says at three times: year and value.
TIMES = st.lists(st.tuples(st.integers(18, 24), st.integers(0, 100)), min_size=3, max_size=3).map(
    lambda found: list(zip(sorted(year for year, _ in found), (value for _, value in found), strict=True))
)


@settings(max_examples=40, deadline=None)
@given_of(figures_of=st.lists(TIMES, min_size=1, max_size=6))
def test_changes_of_figures_compose_as_time_does(figures_of: list[list[tuple[int, int]]]) -> None:
    def between(one: int, other: int) -> dict[str, tuple[str, str]]:
        con = duckdb.connect(config={"threads": 1})
        sql.create_macros(con)
        for moment, time in (("before", one), ("after", other)):
            con.execute(f"create table figure_{moment} ({FIGURE})")
            lines = [f"i{number} | 20{each[time][0]}/{each[time][0] + 1} | {each[time][1]} | value | | | 1"
                     for number, each in enumerate(figures_of)]  # fmt: skip
            figures(con, moment, "\n".join(lines))
        found = changed(con, "changed_figure")
        con.close()
        return {title: (before, after) for title, before, after, _ in found}

    whole, first, second = between(0, 2), between(0, 1), between(1, 2)
    joined = dict(first)
    for title, (before, after) in second.items():
        assert title not in joined or joined[title][1] == before
        joined[title] = (joined[title][0] if title in joined else before, after)
    assert whole == {title: pair for title, pair in joined.items() if pair[0] != pair[1]}


def test_who_leads_a_school_changes_without_being_better_or_worse(two) -> None:
    header = "item | title | words\n"
    given(
        two, "head_before", header + "a | Headship | permanent\nb | Chair since | 1 May 2020", school_id="S1"
    )
    given(two, "head_after", header + "a | Headship | acting\nc | Head since | 1 May 2026", school_id="S1")
    assert changed(two, "changed_head") == [
        ["Chair since", "1 May 2020", "not known", "no longer known"],
        ["Head since", "not known", "1 May 2026", "new"],
        ["Headship", "permanent", "acting", "changed"],
    ]


def test_a_new_inspection_is_held_against_the_last_of_its_own_regime_alone(two) -> None:
    header = (
        "school_id | kind | regime | inspection_date | judgement | title | word | ordinal | regime_title\n"
    )
    given(
        two,
        "inspection_before",
        header
        + """
        S1 | graded | R1 | 2020-01-10 | quality | Quality | Good        | 2 | One
        S1 | graded | R1 | 2016-01-10 | quality | Quality | Outstanding | 1 | One
        S2 | graded | R1 | 2020-01-10 | quality | Quality | Good        | 2 | One
        S3 | graded | R1 | 2020-01-10 | quality | Quality | Good        | 2 | One
        """,
    )
    given(
        two,
        "inspection_after",
        header
        + """
        S1 | graded | R1 | 2020-01-10 | quality | Quality | Good        | 2 | One
        S1 | graded | R1 | 2016-01-10 | quality | Quality | Outstanding | 1 | One
        S1 | graded | R1 | 2026-03-01 | quality | Quality | Inadequate  | 4 | One
        S2 | graded | R1 | 2020-01-10 | quality | Quality | Good        | 2 | One
        S2 | card   | R3 | 2026-03-01 | quality | Quality | Secure      | 3 | Three
        S3 | graded | R1 | 2020-01-10 | quality | Quality | Outstanding | 1 | One
        S4 | graded | R1 | 2026-03-01 | quality | Quality | Good        | 2 | One
        """,
    )
    on = "10 January 2020"
    assert changed(two, "changed_inspection", "school_id before after what") == [
        ["S1", f"Good ({on})", "Inadequate", "worse"],
        ["S2", f"Good ({on}, under another regime)", "Secure", "not comparable"],
        ["S3", "Good", "Outstanding", "better"],
        ["S4", "not judged before", "Good", "new"],
    ]


def test_what_befell_a_school_is_told_once(two) -> None:
    header = "school_id | urn | name | listed | status | school_type | trust_name\n"
    given(
        two,
        "school_then",
        header + "S1 | 1 | Ash | true | open | Community |\nS2 | 2 | Beech | true | open | X |",
    )
    given(
        two,
        "school_now",
        header
        + "S1 | 9 | Ash Academy | true | open | Academy | The Trust\nS3 | 3 | Cedar | true | open | X |",
    )
    known = "school_id | urn | event | words | day | other_urn\nS1 | 1 | opened | Opened | 1960-09-01 |"
    new = "\nS1 | 9 | replaced | Replaced Ash (URN 1) | 2026-09-01 | 1"
    given(two, "event_before", known)
    given(two, "event_after", known + new)
    two.execute("update event_before set other_urn = ''")
    two.execute("update event_after set other_urn = coalesce(other_urn, '')")
    assert changed(two, "changed_event", "school_id title before after") == [
        ["S1", "Name", "Ash", "Ash Academy"],
        ["S1", "Replaced Ash (URN 1)", "not known", "On 1 September 2026"],
        ["S1", "Trust", "none", "The Trust"],
        ["S1", "Type", "Community", "Academy"],
        ["S1", "URN", "1", "9"],
        ["S2", "In the register", "Yes", "No"],
        ["S3", "In the register", "No", "Yes"],
    ]


def test_a_judgement_nearer_to_causing_concern_is_worse(two) -> None:
    header = "school_id | area | kind | category | place | validated | note | day | author | area_title\n"
    rows = {
        "before": """
        S1 | overall    | agreed          | Established | 3 |     | a | 2026-01-01 | SIA | whole
        S2 | overall    | agreed          | Developing  | 2 |     | a | 2026-01-01 | SIA | whole
        S3 | attendance | la_validation   | Developing  | 2 | yes | a | 2026-01-01 | SIA | Attendance
        S4 | attendance | self_evaluation | Developing  | 2 |     | a | 2026-01-01 | SIA | Attendance
        S5 | overall    | agreed          | Developing  | 2 |     | a | 2026-01-01 | SIA | whole
        S6 | overall    | agreed          | Developing  | 2 |     | a | 2026-01-01 | SIA | whole
        """,
        "after": """
        S1 | overall    | agreed          | Developing  | 2 |     | b | 2026-02-01 | SIA | whole
        S2 | overall    | agreed          | Embedded    | 4 |     | b | 2026-02-01 | SIA | whole
        S3 | attendance | la_validation   | Developing  | 2 | no  | b | 2026-02-01 | SIA | Attendance
        S4 | attendance | self_evaluation | Developing  | 2 |     | b | 2026-02-01 | SIA | Attendance
        S5 | overall    | agreed          | Developing  | 2 |     | a | 2026-01-01 | SIA | whole
        S7 | overall    | agreed          | Developing  | 2 |     | b | 2026-02-01 | SIA | whole
        """,
    }
    for moment, text in rows.items():
        given(two, f"judgement_{moment}", header + text)
    assert changed(two, "changed_judgement", "school_id heading before after what") == [
        ["S1", "category", "Established", "Developing", "worse"],
        ["S2", "category", "Developing", "Embedded", "better"],
        ["S3", "judgements", "Developing, validated: yes", "Developing, validated: no", "changed"],
        ["S4", "judgements", "Developing", "Developing", "as before"],
        ["S6", "category", "Developing", "none", "no longer known"],
        ["S7", "category", "none", "Developing", "new"],
    ]


def test_an_action_is_done_becomes_overdue_or_goes_otherwise(two) -> None:
    header = "action_id | due_on | progress | ended_on | ended_as | is_late | state\n"
    before = """
        done    | 2026-03-01 | amber    |            |          | false | not measured
        dropped | 2026-03-01 | amber    |            |          | false | not measured
        late    | 2026-03-01 | amber    |            |          | false | not measured
        was     | 2026-01-01 | amber    |            |          | true  | not measured
        worse   | 2026-09-01 | green    |            |          | false | on track
        told    | 2026-09-01 | not_told |            |          | false | no result
        moved   | 2026-03-01 | green    |            |          | false | on track
        back    | 2026-03-01 | green    |            |          | false | on track
        silent  | 2026-03-01 | green    |            |          | false | no result
        """
    after = """
        done    | 2026-03-01 | amber    | 2026-02-20 | done     | false | not measured
        dropped | 2026-03-01 | amber    | 2026-02-20 | not_done | false | not measured
        late    | 2026-03-01 | amber    |            |          | true  | not measured
        was     | 2026-01-01 | amber    |            |          | true  | not measured
        worse   | 2026-09-01 | red      |            |          | false | missed
        told    | 2026-09-01 | red      |            |          | false | on track
        moved   | 2026-05-01 | green    |            |          | false | stopped
        silent  | 2026-03-01 | green    |            |          | false | no newer result
        new     | 2026-05-01 | not_told |            |          | false | no result
        """
    for moment, text in (("before", before), ("after", after)):
        given(two, f"action_{moment}", header + text, school_id="S1", responsible="Head", saved_by="SIA")
        two.execute(f"update action_{moment} set action = action_id, why = 'Because.'")
    assert changed(two, "changed_action") == [
        ["back", "By 1 March 2026", "Taken back", "changed"],
        ["done", "Going on, by 1 March 2026", "Done", "better"],
        ["dropped", "Going on, by 1 March 2026", "Not done", "changed"],
        ["late", "Not yet due", "Overdue since 1 March 2026", "worse"],
        ["moved", "By 1 March 2026", "By 1 May 2026", "changed"],
        ["moved", "Target: on track", "Target: stopped", "no longer known"],
        ["new", "not in a plan", "Added: Head, by 1 May 2026", "new"],
        ["told", "Progress: not told", "Progress: red", "new"],
        ["told", "Target: no result", "Target: on track", "new"],
        ["worse", "Progress: green", "Progress: red", "worse"],
        ["worse", "Target: on track", "Target: missed", "worse"],
    ]


def test_schools_stand_by_one_thing_after_another_and_grey_is_counted_apart(two) -> None:
    two.execute("create table change (school_id varchar, heading varchar, what varchar)")
    header = "school_id | heading | what\n"
    given(
        two,
        "change",
        header
        + """
        S1 | indicators | worse
        S1 | indicators | worse
        S1 | indicators | not comparable
        S2 | category   | worse
        S3 | areas      | better
        S3 | head       | no longer known
           | boards     | new
        S4 | areas      | worse
        """,
    )
    given(
        two,
        "school_now",
        "school_id | urn | name | indicated\nS1 | 1 | A | D\nS2 | 2 | B | D\nS3 | 3 | C | D\nS4 | 4 | D | D",
    )
    asked = {"heading": None}
    found = two.execute(sql.statement("80_since", "school_moved"), asked).fetchall()
    assert [(row[0], row[8], row[9], row[10], row[11]) for row in found] == [
        ("S2", 1, 0, 0, 1),
        ("S4", 1, 0, 0, 1),
        ("S1", 2, 0, 1, 3),
        ("S3", 0, 1, 1, 2),
    ]
    under = two.execute(sql.statement("80_since", "school_moved"), {"heading": "areas"}).fetchall()
    assert [row[0] for row in under] == ["S4", "S3"]
