"""How are many files read, each once, several at a time and apart from this process?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from eif.extracts.child import Child, Job
from eif.extracts.errors import ExtractError
from eif.extracts.insert import Progress
from eif.extracts.limits import COMMAND_LINE, MEGABYTE, Limits
from eif.extracts.read import ExtractFile
from eif.extracts.reading import Reading, refused

MOST_CHILDREN = 4
# What reading a file is expected to take: a process, and so many bytes for each of its own. A file is begun
# only while all that are being read fit into the budget together, or alone.
EXPECTED = 150 * MEGABYTE
EXPECTED_PER_BYTE = 12
BUDGET = 3_000 * MEGABYTE


class Crew:
    """Children that read files for one load, until it is closed."""

    def __init__(self, folder: Path, limits: Limits = COMMAND_LINE) -> None:
        """Rows go into folders within `folder`. No child is started before there is something to read."""
        self._folder = folder
        self._limits = limits
        self._begun = 0
        self._children = [Child(limits) for _ in range(min(MOST_CHILDREN, os.cpu_count() or 1))]

    def read(self, files: Sequence[ExtractFile], on_progress: Progress) -> list[Reading]:
        """Every file's reading, in the order given.

        `on_progress(done, of, name)` is called after each, in this thread. A file that takes too much, or
        kills its child, is refused and the others are read.
        """
        if not files:
            return []
        readings: dict[int, Reading] = {}
        waiting = sorted((self._job(file, place) for place, file in enumerate(files)), key=_largest_first)
        running: dict[Future[Reading], tuple[Job, Child]] = {}
        idle = list(self._children)
        with ThreadPoolExecutor(len(idle)) as threads:
            try:
                while waiting or running:
                    while idle and (job := _next(waiting, [job for job, _ in running.values()])):
                        waiting.remove(job)
                        child = idle.pop(0)
                        running[threads.submit(_read, child, job)] = (job, child)
                    for finished in wait(running, return_when=FIRST_COMPLETED).done:
                        job, child = running.pop(finished)
                        idle.insert(0, child)
                        readings[job.place] = finished.result()
                        on_progress(len(readings), len(files), job.file.known_as)
            except BaseException:
                for child in self._children:
                    child.kill()
                raise
        return [readings[place] for place in range(len(files))]

    def close(self) -> None:
        """End the children. Their rows stay where they are."""
        for child in self._children:
            child.stop()

    def _job(self, file: ExtractFile, place: int) -> Job:
        self._begun += 1
        size = file.path.stat().st_size if file.path.is_file() else 0
        return Job(file, place, size, self._folder / str(self._begun))


def _read(child: Child, job: Job) -> Reading:
    try:
        return Reading.from_json(child.read(job)["reading"])
    except ExtractError as error:
        return refused(job.file.known_as, str(error))


def _largest_first(job: Job) -> tuple[int, int]:
    return -job.size, job.place


def _next(waiting: Sequence[Job], running: Sequence[Job]) -> Job | None:
    """The largest file that fits beside those being read."""
    held = sum(_expected(job) for job in running)
    return next((job for job in waiting if not running or held + _expected(job) <= BUDGET), None)


def _expected(job: Job) -> int:
    return EXPECTED + EXPECTED_PER_BYTE * job.size
