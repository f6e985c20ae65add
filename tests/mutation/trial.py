"""Does a test fail when one mutant stands where the real file stood?

Each mutant is tried in a process of its own, forked from one that has loaded the libraries.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

import hypothesis  # noqa: F401  (loaded once here, so that each child has it)
import pytest

import tests.conftest  # noqa: F401
from eif import sql
from tests.mutation.sql_mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
# Seconds after which a mutant that does not end counts as killed: far more than its tests take, which are a
# handful where they have seen it and whole files where they speak of it.
PATIENCE = 900


@dataclass(frozen=True)
class Trial:
    """One mutant of one file, and the tests that should notice it."""

    file: str
    mutant: Mutant
    tests: tuple[str, ...]


def is_killed(trial: Trial) -> bool:
    """Whether a test fails; a mutant that never ends is killed too, and one that no test sees survives."""
    return bool(trial.tests) and alone(lambda: _try(trial), PATIENCE) != 0


def alone(work: Callable[[], int], patience: float = 3600) -> int:
    """Do some work in a child of this process, silently; what it returns, or 1 if it fails or never ends."""
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        code = 1
        with contextlib.suppress(BaseException):
            code = work()
        os._exit(code)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def run(tests: Sequence[str], *options: str, plugins: Sequence[object] = ()) -> int:
    """Run tests in this process: 0 where all pass."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *options, *tests], plugins=plugins))


def _try(trial: Trial) -> int:
    _install(trial)
    return run(trial.tests, "-x")


def _install(trial: Trial) -> None:
    if trial.file.endswith(".sql"):
        _, layer, name = trial.file.removesuffix(".sql").split("/")
        real = sql.statement
        sql.statement = lambda *asked: trial.mutant.text if asked == (layer, name) else real(*asked)
        return
    module = importlib.import_module(trial.file.removesuffix(".py").replace("/", "."))
    before = dict(vars(module))
    exec(compile(trial.mutant.text, trial.file, "exec"), vars(module))
    for name, now in vars(module).items():
        # others hold the function by its name from before
        was = before.get(name)
        if isinstance(was, FunctionType) and isinstance(now, FunctionType) and was is not now:
            was.__code__ = now.__code__
