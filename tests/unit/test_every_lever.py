"""Whatever number is moved, and however far, a trial gives what rating everything anew would give.

Each number is moved one way, every other one up and the rest down; `make soak` moves them both ways.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from eif import sql
from eif.config import load_settings
from eif.framework import fill_framework
from eif.parallel import do_in_order
from eif.simulate import Lever, changed, levers
from eif.simulate.anew import BEFORE, trying
from eif.snapshot import Snapshot

# What the simulator reads of a rating; all else of 40_rate only leads there.
SHOWN = ("signal", "area_rating", "overall_rating")
# The levers are dealt out, so that several processes can try them.
DEALS = 12
BOTH_WAYS = "EIF_LEVERS_BOTH_WAYS" in os.environ


@pytest.fixture(scope="module")
def few_release(once: Callable[[str, Callable[[Path], object]], Path], demo_release: Path) -> Path:
    """The demonstration city with a few schools of each kind listed."""
    return once("few-schools", lambda folder: _list_few(demo_release, folder / "few.duckdb")) / "few.duckdb"


@pytest.fixture(scope="module")
def few(few_release: Path) -> Iterator[Snapshot]:
    with closing(Snapshot(few_release, load_settings().framework_folder)) as snapshot:
        yield snapshot


def _list_few(release: Path, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    shutil.copy(release, path)
    with duckdb.connect(str(path)) as con:
        con.execute(
            """
            update school set listed = urn in (
                select urn from school where listed
                qualify row_number() over (partition by phase, type_group order by md5(urn)) <= 5
            )
            """
        )
        con.execute("delete from latest_result where urn not in (select urn from school where listed)")


def moves_of(lever: Lever) -> list[float]:
    """A value half way to each end of what may be tried."""
    up = math.ceil((lever.high + lever.value) / 2 / lever.step) * lever.step
    down = math.floor((lever.low + lever.value) / 2 / lever.step) * lever.step
    return [value for value in (up, down) if lever.low <= value <= lever.high and value != lever.value]


def prints(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """How many rows each relation has that a simulator shows, and the sum of their hashes."""
    return {
        name: con.execute(f"select count(*), sum(hash(t)::hugeint) from {name} as t").fetchone()
        for name in SHOWN
    }


def moved_otherwise(snapshot: Snapshot, tried: list[tuple[Lever, float]]) -> int:
    """How many of these moves change a rating; each is held against rating everything anew."""
    opened, ruled = snapshot.ruled.opened, snapshot.ruled
    before, moved = prints(snapshot.cursor()), 0
    with opened.spare_room() as whole:
        anew = ruled.cursor(whole, *snapshot.rooms)
        for lever, value in tried:
            framework = changed(snapshot.rules, [lever.moved(value)])
            fill_framework(anew, framework)
            sql.build(anew, "40_rate")
            with trying(snapshot, framework) as trial:
                do_in_order(BEFORE, trial.make)
                found = prints(trial.reading(SHOWN))
            assert found == prints(anew), f"{lever.id} at {value:g}"
            moved += found != before
    return moved


@pytest.mark.slow
@pytest.mark.parametrize("deal", range(DEALS))
def test_a_trial_of_any_number_gives_what_rating_everything_anew_gives(few: Snapshot, deal: int) -> None:
    tried: list[tuple[Lever, float]] = []
    for place, lever in enumerate(list(levers(few.rules).values())[deal::DEALS]):
        values = moves_of(lever)
        tried += [(lever, value) for value in (values if BOTH_WAYS else values[place % 2 :][:1] or values)]
    assert moved_otherwise(few, tried) > 5


@pytest.mark.slow
def test_so_it_does_where_schools_stand_by_fifths(few: Snapshot, few_release: Path, tmp_path: Path) -> None:
    folder = tmp_path / few.framework
    shutil.copytree(load_settings().framework_folder, folder)
    choices = folder / "choices.csv"
    choices.write_text(choices.read_text().replace("standing,bands", "standing,quintiles"))
    with closing(Snapshot(few_release, folder)) as by_fifths:
        known = levers(by_fifths.rules)
        assert known["choice.standing"].said(known["choice.standing"].value) == "quintiles"
        shared = [known[name] for name in known if name.startswith(("every_rule.", "choice."))]
        tried = [(lever, value) for lever in shared for value in moves_of(lever)]
        assert moved_otherwise(by_fifths, tried) > 5
