"""Does a test fail when one mutant stands where the real file stood?

Each mutant is tried in a process of its own, forked from one that has loaded the libraries.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import time
from dataclasses import dataclass

import duckdb  # noqa: F401  (loaded once here, so that each child has it)
import pyarrow as pa  # noqa: F401
import pytest

from eif import sql
from tests.mutation.sql_mutants import Mutant

# Seconds after which a mutant that does not end counts as killed.
PATIENCE = 300


@dataclass(frozen=True)
class Trial:
    """One mutant of one file, and the tests that should notice it."""

    file: str
    mutant: Mutant
    tests: tuple[str, ...]


def is_killed(trial: Trial) -> bool:
    """Whether a test fails, in a child of this process; a mutant that never ends is killed too."""
    child = os.fork()
    if child == 0:
        _try(trial)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _try(trial: Trial) -> None:
    """Run the tests on the mutant and end this process: 0 where all pass."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    code = 1
    with contextlib.suppress(BaseException):
        _install(trial)
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *trial.tests]))
    os._exit(code)


def _install(trial: Trial) -> None:
    if trial.file.endswith(".sql"):
        _, layer, name = trial.file.removesuffix(".sql").split("/")
        real = sql.statement
        sql.statement = lambda *asked: trial.mutant.text if asked == (layer, name) else real(*asked)
    else:
        name = trial.file.removesuffix(".py").replace("/", ".")
        module = importlib.import_module(name)
        exec(compile(trial.mutant.text, trial.file, "exec"), module.__dict__)
