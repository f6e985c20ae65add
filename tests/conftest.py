"""What do tests of every kind share: where the real files are, and a fresh connection."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real extracts; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("EIF_REALDATA", REPO.parent / "shared" / "realdata"))
    if not folder.is_dir():
        pytest.skip(f"no real extracts at {folder}; set EIF_REALDATA to run this test")
    return folder


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """An empty in-memory database."""
    connection = duckdb.connect()
    yield connection
    connection.close()
