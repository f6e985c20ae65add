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
from eif.simulate import Lever, changed, levers
from eif.simulate.anew import rate_anew
from eif.snapshot import Snapshot

# What the simulator reads of a rating; all else of 40_rate only leads there.
SHOWN = ("signal", "area_rating", "overall_rating")
# The levers are dealt out, so that several processes can try them.
DEALS = 12
BOTH_WAYS = "EIF_LEVERS_BOTH_WAYS" in os.environ


@pytest.fixture(scope="module")
def few(once: Callable[[str, Callable[[Path], object]], Path], demo_release: Path) -> Iterator[Snapshot]:
    """The demonstration city with a few schools of each kind listed."""
    home = once("few-schools", lambda folder: _list_few(demo_release, folder / "few.duckdb"))
    with closing(Snapshot(home / "few.duckdb", load_settings().framework_folder)) as snapshot:
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


@pytest.mark.slow
@pytest.mark.parametrize("deal", range(DEALS))
def test_a_trial_of_any_number_gives_what_rating_everything_anew_gives(few: Snapshot, deal: int) -> None:
    opened, ruled = few.ruled.opened, few.ruled
    before, moved = prints(few.cursor()), 0
    with opened.spare_room() as whole:
        anew = ruled.cursor(whole, *few.rooms)
        for place, lever in enumerate(list(levers(few.rules).values())[deal::DEALS]):
            tried = moves_of(lever)
            for value in tried if BOTH_WAYS else tried[place % 2 :][:1] or tried:
                framework = changed(few.rules, [lever.moved(value)])
                fill_framework(anew, framework)
                sql.build(anew, "40_rate")
                with opened.spare_room() as room, opened.spare_room() as apart:
                    rate_anew(few, framework, room, apart)
                    found = prints(ruled.cursor(room, *few.rooms))
                assert found == prints(anew), f"{lever.id} at {value:g}"
                moved += found != before
    assert moved > 5
