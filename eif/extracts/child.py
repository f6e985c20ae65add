"""What does the parent know of one child that reads files, and how does it stop one that takes too much?"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eif.config import ROOT
from eif.extracts.errors import ExtractError
from eif.extracts.limits import MEGABYTE, Limits
from eif.extracts.read import ExtractFile

# How a child ends that the system stopped for the time it took on a processor; no such thing on Windows.
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 10_000)
LOG = logging.getLogger(__name__)
# Seconds between two looks at how much a child holds.
LOOK_EVERY = 0.02


@dataclass(frozen=True)
class Job:
    """A file to read and the folder for its rows.

    `place` is where it comes among those given, and within an archive; `size` how many bytes it has, as far
    as is known; `container` the fingerprint of the archive it is in.
    """

    file: ExtractFile
    place: tuple[int, ...]
    size: int
    folder: Path
    container: str | None = None


class Child:
    """A process that reads one file after another; started when needed, and again after one killed it."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is started yet."""
        self._limits = limits
        self._process: subprocess.Popen[str] | None = None

    def read(self, job: Job) -> dict[str, Any]:
        """What the child answers. Raises ExtractError where the file takes too much, or kills the child."""
        process = self._process = self._process or _start()
        given = {
            "path": str(job.file.path),
            "name": job.file.known_as,
            "period": job.file.period,
            "member": job.file.member,
            "size": job.size,
            "folder": str(job.folder),
            "limits": asdict(self._limits),
        }
        with _Watch(process, self._limits, job.size) as watch:
            line = _exchange(process, json.dumps(given))
        if line:
            return self._answer(job, json.loads(line))
        self.stop()
        raise _ended(job.file.known_as, watch, process.returncode, self._limits)

    def _answer(self, job: Job, answer: dict[str, Any]) -> dict[str, Any]:
        if answer.get("out_of_memory"):
            self.stop()
            raise _too_much_memory(job.file.known_as, self._limits.memory_for(job.size))
        if "failed" in answer:
            LOG.error("%s could not be read:\n%s", job.file.known_as, answer["trace"])
            raise ExtractError(
                f"The file could not be read ({answer['failed']}).",
                f"File {job.file.known_as}.",
                "Download it again; if that does not help, show this to whoever looks after this program.",
            )
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing: `read`, waiting in another thread, then says so."""
        if self._process:
            self._process.kill()

    def stop(self) -> None:
        """End the process and let go of it. Nobody may be waiting in `read`."""
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None


class _Watch:
    """Looks at one child while it reads one file, and kills it when it takes too long or holds too much."""

    def __init__(self, process: subprocess.Popen[str], limits: Limits, size: int) -> None:
        self.memory = limits.memory_for(size)
        self.reason: str | None = None
        self._process = process
        self._until = time.monotonic() + limits.wall_seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(LOOK_EVERY):
            if time.monotonic() > self._until:
                self.reason = "time"
            elif _held(self._process.pid) > self.memory:
                self.reason = "memory"
            if self.reason:
                self._process.kill()
                return


def _start() -> subprocess.Popen[str]:
    """A fresh interpreter: nothing is inherited from a process that may have threads."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "eif.extracts.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
        text=True,
        encoding="utf-8",
    )


def _exchange(process: subprocess.Popen[str], line: str) -> str:
    """Give the child one line and wait for its own; nothing where it ends instead."""
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return ""
    return process.stdout.readline()


def _held(pid: int) -> int:
    """Bytes of memory that a process holds now; 0 where this system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _ended(name: str, watch: _Watch, code: int | None, limits: Limits) -> ExtractError:
    """Why a child ended instead of answering, as the refusal of the file that it was reading."""
    if watch.reason == "memory":
        return _too_much_memory(name, watch.memory)
    if watch.reason == "time" or code == OUT_OF_TIME:
        return ExtractError(
            f"Reading the file took longer than {limits.wall_seconds} seconds.",
            f"File {name}.",
            "If it is as published, load one year or one local authority at a time; else download it again.",
        )
    return ExtractError(
        f"The process that read the file ended without an answer (code {code}).",
        f"File {name}.",
        "It may be damaged: download it again, or load the CSV of the same publication.",
    )


def _too_much_memory(name: str, memory: int) -> ExtractError:
    return ExtractError(
        f"Reading the file takes more than {memory // MEGABYTE:,} MB of memory.",
        f"File {name}.",
        "If it is as published, load one year or one local authority at a time; else download it again.",
    )
