"""How are many files read, each once, several at a time and apart from this process?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from eif.extracts.archive import size_when_unpacked
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


Answer = dict[str, Any]


class Crew:
    """Children that read files for one load, until it is closed."""

    def __init__(self, folder: Path, limits: Limits = COMMAND_LINE) -> None:
        """Rows go into folders within `folder`. No child is started before there is something to read."""
        self._folder = folder
        self._limits = limits
        self._begun = 0
        self._children = [Child(limits) for _ in range(min(MOST_CHILDREN, os.cpu_count() or 1))]

    def read(self, files: Sequence[ExtractFile], on_progress: Progress) -> list[Reading]:
        """Every file's reading, in the order given; a zip archive gives one for each file it holds.

        `on_progress(done, of, name)` is called after each, in this thread. A file that takes too much, or
        kills its child, is refused and the others are read.
        """
        if not files:
            return []
        readings: dict[tuple[int, ...], Reading] = {}
        waiting = [self._job(file, (place,)) for place, file in enumerate(files)]
        running: dict[Future[Answer], tuple[Job, Child]] = {}
        idle = list(self._children)
        with ThreadPoolExecutor(len(idle)) as threads:
            try:
                while waiting or running:
                    while idle and (job := _next(waiting, [job for job, _ in running.values()])):
                        waiting.remove(job)
                        child = idle.pop(0)
                        running[threads.submit(child.read, job)] = (job, child)
                    for finished in wait(running, return_when=FIRST_COMPLETED).done:
                        job, child = running.pop(finished)
                        idle.insert(0, child)
                        answer = _answer(job, finished)
                        if "members" in answer:
                            waiting += self._members(job, answer)
                            continue
                        readings[job.place] = replace(Reading.from_json(answer["reading"]), **_packed(job))
                        of = len(readings) + len(waiting) + len(running)
                        on_progress(len(readings), of, job.file.known_as)
            except BaseException:
                for child in self._children:
                    child.kill()
                raise
        return [readings[place] for place in sorted(readings)]

    def _members(self, job: Job, answer: Answer) -> list[Job]:
        """A job for each file of an archive, named as if that were the folder of its name."""
        above = PurePosixPath(job.file.known_as)
        folder = above.with_suffix("") if above.suffix.lower() == ".zip" else above
        members = [
            replace(job.file, name=(folder / member).as_posix(), member=member, size=size)
            for member, size in answer["members"].items()
        ]
        return [
            replace(self._job(file, (*job.place, number)), container=answer["container"])
            for number, file in enumerate(members)
        ]

    def close(self) -> None:
        """End the children. Their rows stay where they are."""
        for child in self._children:
            child.stop()

    def _job(self, file: ExtractFile, place: tuple[int, ...]) -> Job:
        self._begun += 1
        size = file.size
        if size is None:
            size = size_when_unpacked(file.path)
        return Job(file, place, size, self._folder / str(self._begun))


def _answer(job: Job, finished: Future[Answer]) -> Answer:
    try:
        return finished.result()
    except ExtractError as error:
        return {"reading": refused(job.file, error).to_json()}


def _packed(job: Job) -> dict[str, Any]:
    return {"container": job.container} if job.container else {}


def _next(waiting: Sequence[Job], running: Sequence[Job]) -> Job | None:
    """The largest file that fits beside those being read."""
    held = sum(_expected(job) for job in running)
    fitting = [job for job in waiting if not running or held + _expected(job) <= BUDGET]
    return max(fitting, key=lambda job: (job.size, [-each for each in job.place]), default=None)


def _expected(job: Job) -> int:
    return EXPECTED + EXPECTED_PER_BYTE * job.size
