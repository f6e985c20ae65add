"""A snapshot gives the same numbers to whoever reads it, and nothing but numbers."""

from __future__ import annotations

import gc
import shutil
import threading
import weakref
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import eif.opened
import eif.ruled
import eif.snapshot
from eif.casework.work import no_work
from eif.config import Settings
from eif.framework import FOLDER, FrameworkError
from eif.snapshot import NoReleaseError, OldReleaseError, Snapshot, SnapshotError, open_snapshot
from eif.sql import ALWAYS_VIEWS
from eif.warehouse import current_release
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


def publish_rate(settings: Settings, folder: Path, rate: str) -> None:
    """Publish a release in which one school's overall absence is `rate`."""
    report = load_files(settings, write_absence(folder / rate, {"103100": rate}), start_afresh=True)
    assert report.release, report


def rate_in(snapshot: Snapshot) -> float:
    return float(snapshot.read("comparison", urn="103100", indicator="abs_overall")["value"].item())


def test_the_same_release_always_gives_the_same_ratings_and_screens(
    demo_snapshot: Snapshot, demo_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of what is open in this process may be shared.
    monkeypatch.setattr(eif.ruled, "_ruled", weakref.WeakValueDictionary())
    monkeypatch.setattr(eif.opened, "_opened", weakref.WeakValueDictionary())
    again = Snapshot(demo_release, demo_snapshot.framework)
    assert again.ruled.opened is not demo_snapshot.ruled.opened
    assert again.views() == demo_snapshot.views()
    for view in again.views():
        if view.startswith("screen_") and view not in ALWAYS_VIEWS:  # in the same order too: a page shows it
            pd.testing.assert_frame_equal(again.read(view), demo_snapshot.read(view), obj=view)
    for view in ("signal", "area_rating", "overall_rating", *ALWAYS_VIEWS):
        told = f"select count(*), sum(hash(each)::hugeint) from {view} as each"
        assert again.query(told).fetchall() == demo_snapshot.query(told).fetchall(), view


def test_snapshots_of_one_release_share_it_and_keep_their_ratings_apart(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    publish_rate(settings, tmp_path, "5.1")
    path = current_release(settings)
    assert path
    first, second = (Snapshot(path, settings.framework_folder) for _ in range(2))
    assert first.ruled is second.ruled

    first.cursor().execute("update screen_category set days = 9")
    assert set(first.read("screen_category")["days"]) == {9.0}
    assert set(second.read("screen_category")["days"]) == {0.0}

    first.close()
    assert rate_in(second) == 5.1


def made_by(snapshot: Snapshot) -> set[str]:
    """What lies in the rooms of a snapshot."""
    found = snapshot.query(
        f"select table_name from duckdb_tables() where list_contains({list(snapshot.rooms)}, schema_name)"
    )
    return {name for (name,) in found.fetchall()}


def test_snapshots_share_what_follows_from_the_same_records(demo_release: Path) -> None:
    nothing = no_work(date(2026, 11, 22))
    another = no_work(nothing.day).tables["casework_contact"]
    contacted = replace(nothing, revision=1, tables={**nothing.tables, "casework_contact": another})
    first, same, after = (Snapshot(demo_release, "2026-02", work) for work in (nothing, nothing, contacted))
    _, *made_once = first.rooms
    assert set(same.rooms) & set(first.rooms) == set(made_once)

    anew = first.query(
        "select table_name from duckdb_tables() "
        f"where list_contains({sorted(set(after.rooms) - set(first.rooms))}, schema_name)"
    ).fetchall()
    assert {name for (name,) in anew} == {"casework_contact", "plan_todo"}
    tomorrow = Snapshot(demo_release, "2026-02", replace(nothing, day=date(2026, 11, 23)))
    assert tomorrow.room_of("area_rating") == first.room_of("area_rating")
    assert set(first.rooms) - set(tomorrow.rooms)


def test_a_rebuild_after_a_judgement_makes_what_follows_from_it_and_nothing_else(
    demo_snapshot: Snapshot, demo_release: Path
) -> None:
    again = Snapshot(demo_release, demo_snapshot.framework)
    made = made_by(again)
    assert {"judgement", "signal_judgement", "area_rating", "overall_rating", "screen_school"} <= made
    assert not made & {
        "signal_told",
        "rule_evidence",
        "signal_attendance",
        "signal_attainment",
        "signal_group_gap",
        "threshold",
        "screen_threshold",
    }
    whole = "select count(*), sum(hash(each)::hugeint) from signal as each"
    assert again.query(whole).fetchall() == demo_snapshot.query(whole).fetchall()
    again.close()


def test_rules_that_are_edited_are_applied_anew(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    publish_rate(settings, tmp_path, "5.1")
    path = current_release(settings)
    assert path
    folder = shutil.copytree(FOLDER / "2026-02", tmp_path / "frameworks" / "2026-02")
    first = Snapshot(path, folder)
    tiers = folder / "tiers.csv"
    tiers.write_text(tiers.read_text().replace("Developing,2,2,3,", "Developing,2,2,4,"))
    second = Snapshot(path, folder)
    assert [snapshot.read("tier", category="Developing")["days"].item() for snapshot in (first, second)] == [
        3,
        4,
    ]


def test_a_release_is_let_go_of_with_the_last_snapshot_of_it(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    publish_rate(settings, tmp_path, "5.1")
    path = current_release(settings)
    assert path
    first, second = (Snapshot(path, settings.framework_folder) for _ in range(2))
    opened = weakref.ref(first.ruled.opened)
    first.close()
    assert opened() is not None
    del second
    gc.collect()
    assert opened() is None


def test_a_framework_version_given_to_the_installation_is_used_by_its_name(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    assert settings.framework_folder == FOLDER / "2026-02"
    given = settings.frameworks / "2026-02"
    given.mkdir(parents=True)
    assert settings.framework_folder == given


def test_it_knows_its_release_revision_and_framework(demo_snapshot: Snapshot, demo_release: Path) -> None:
    told = (demo_snapshot.release, demo_snapshot.revision, demo_snapshot.framework)
    assert told == (demo_release.stem, 0, "2026-02")


def test_rows_are_chosen_by_equal_values_lists_and_nothing(demo_snapshot: Snapshot) -> None:
    schools = demo_snapshot.read("screen_school", columns=["urn", "phase", "tier"], listed=True)
    assert list(schools.columns) == ["urn", "phase", "tier"]
    two = schools["urn"].head(2).tolist()
    assert set(demo_snapshot.read("screen_school", urn=two)["urn"]) == set(two)
    without = demo_snapshot.read("screen_school", tier=None, listed=True)
    assert len(without) == schools["tier"].isna().sum()
    assert demo_snapshot.read("screen_school", urn=[]).empty


def test_rows_are_what_a_frame_of_them_holds(demo_snapshot: Snapshot) -> None:
    columns = ["urn", "name", "roll", "tier", "opened", "listed"]
    (school,) = demo_snapshot.rows("screen_school", columns=columns, urn="900490")
    frame = demo_snapshot.read("screen_school", columns=columns, urn="900490")
    assert tuple(None if pd.isna(value) else value for value in frame.iloc[0]) == tuple(school)
    assert school._fields == tuple(columns)
    assert len(demo_snapshot.rows("screen_area")) == 7
    assert demo_snapshot.rows("screen_area")[0]._fields == demo_snapshot.views()["screen_area"]


def test_only_what_is_asked_for_without_a_condition_is_kept(demo_snapshot: Snapshot) -> None:
    assert demo_snapshot.rows("screen_area") is demo_snapshot.rows("screen_area")
    one = demo_snapshot.rows("screen_area", area="attendance")
    assert [row.area for row in one] == ["attendance"]
    assert demo_snapshot.rows("screen_area", area="attendance") is not one


@pytest.mark.parametrize(
    "value",
    ["' or '1'='1", "103100' --", '"; drop table school; --', "%", "\x00", "null", "'' union select 1"],
)
def test_a_value_is_only_ever_a_value(demo_snapshot: Snapshot, value: str) -> None:
    before = len(demo_snapshot.read("school"))
    assert demo_snapshot.read("school", urn=value).empty
    assert demo_snapshot.read("school", urn=[value]).empty
    assert len(demo_snapshot.read("school")) == before


@pytest.mark.parametrize(
    "view",
    ["nothing", "school; drop table school", "read_csv('/etc/passwd')", "release.main.school", "SCHOOL", ""],
)
def test_an_unknown_view_is_refused(demo_snapshot: Snapshot, view: str) -> None:
    for ask in (demo_snapshot.read, demo_snapshot.rows):
        with pytest.raises(SnapshotError, match="There is no view"):
            ask(view)


def test_an_unknown_column_is_refused_and_the_known_are_named(demo_snapshot: Snapshot) -> None:
    with pytest.raises(SnapshotError, match=r"has no column 'urn or 1'.* It has: .*urn"):
        demo_snapshot.read("school", columns=["urn or 1"])
    with pytest.raises(SnapshotError, match="has no column 'urn or 1'"):
        demo_snapshot.rows("school", columns=["urn or 1"])
    with pytest.raises(SnapshotError, match="has no column '1=1 or urn'"):
        demo_snapshot.read("school", **{"1=1 or urn": "103100"})


@pytest.mark.parametrize(
    "statement",
    [
        "drop table signal",
        "select 1; drop table signal",
        "insert into signal select * from signal",
        "create table mine as select 1",
        "copy signal to 'out.csv'",
        "attach 'other.duckdb'",
        "detach release",
        "set threads = 1",
        "pragma database_list",
        "install httpfs",
        "",
    ],
)
def test_an_analyst_can_only_select(demo_snapshot: Snapshot, statement: str) -> None:
    with pytest.raises(SnapshotError, match="exactly one select"):
        demo_snapshot.query(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('eif.toml')",
        "select * from '/etc/passwd'",
        "select * from read_parquet('https://example.org/x.parquet')",
        "select * from glob('*')",
    ],
)
def test_a_select_reaches_no_file_and_no_network(demo_snapshot: Snapshot, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        demo_snapshot.query(statement).fetchall()


def test_a_select_reaches_no_variable_of_the_program(demo_snapshot: Snapshot) -> None:
    secret = pd.DataFrame({"note": ["not for analysts"]})
    with pytest.raises(duckdb.CatalogException):
        demo_snapshot.query("select * from secret").fetchall()
    assert len(secret) == 1


@pytest.mark.parametrize(
    "statement", ["set enable_external_access = true", "set threads = 1", "reset memory_limit"]
)
def test_its_settings_are_locked(demo_snapshot: Snapshot, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        demo_snapshot.cursor().execute(statement)


def test_before_the_first_load_it_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError, match="python -m eif load"):
        open_snapshot(settings_for(tmp_path))


def test_a_release_of_an_earlier_version_is_said_to_need_rebuilding(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    publish_rate(settings, tmp_path, "5.1")
    published = current_release(settings)
    assert published
    with duckdb.connect(str(published)) as con:
        con.execute("drop table comparator")
    with pytest.raises(OldReleaseError, match=r"has no comparator\. Run `python -m eif rebuild`"):
        open_snapshot(settings)


def test_a_release_that_lacks_a_column_is_said_to_need_rebuilding_too(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    publish_rate(settings, tmp_path, "5.1")
    published = current_release(settings)
    assert published
    with duckdb.connect(str(published)) as con:
        con.execute("alter table latest_result drop column before_gap")
    with pytest.raises(OldReleaseError, match=r"does not fit this one \(.*before_gap.*eif rebuild"):
        open_snapshot(settings)


def test_an_unknown_framework_is_said_every_time_it_is_asked_for(demo_settings: Settings) -> None:
    for _ in range(2):
        with pytest.raises(FrameworkError, match="1999-01"):
            open_snapshot(replace(demo_settings, framework="1999-01"))


def test_all_threads_share_one_that_is_built_once(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    class Counted(Snapshot):
        def __init__(self, path: Path, revision: int, framework: str) -> None:
            built.append(path)
            super().__init__(path, revision, framework)

    monkeypatch.setattr(eif.snapshot, "Snapshot", Counted)
    monkeypatch.setattr(eif.snapshot, "_open", type(eif.snapshot._open)())
    found: list[Snapshot] = []
    threads = [threading.Thread(target=lambda: found.append(open_snapshot(demo_settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert len(found) == 8
    assert len({id(each) for each in found}) == 1


def test_a_page_that_is_running_keeps_what_it_began_with_and_then_lets_go(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home", keep_releases=1)
    publish_rate(settings, tmp_path, "4.1")
    running = open_snapshot(settings)
    for rate in ("5.2", "6.3", "7.4", "8.5"):
        publish_rate(settings, tmp_path, rate)
        assert rate_in(open_snapshot(settings)) == float(rate)
        assert rate_in(running) == 4.1
    gone = weakref.ref(running)
    del running
    gc.collect()
    assert gone() is None


def test_pages_read_one_release_each_while_releases_are_published(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    publish_rate(settings, tmp_path, "4.1")
    wrong: list[str] = []
    met: set[float] = set()
    over = threading.Event()

    def browse() -> None:
        while not over.is_set():
            page = open_snapshot(settings)
            rates = {rate_in(page) for _ in range(5)}
            shown = page.read("screen_release")["release"].item()
            met.update(rates)
            if len(rates) != 1 or shown != page.release:
                wrong.append(f"{page.release}: {rates}, {shown}")

    readers = [threading.Thread(target=browse) for _ in range(2)]
    for reader in readers:
        reader.start()
    for rate in ("5.2", "6.3"):
        publish_rate(settings, tmp_path, rate)
    open_snapshot(settings)
    over.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert met <= {4.1, 5.2, 6.3}
    assert rate_in(open_snapshot(settings)) == 6.3
