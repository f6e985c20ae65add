"""How are files read apart from everything else? `python -m eif.extracts.worker` is a child that reads them.

It takes one job a line on its standard input and gives back one line each, both JSON, until its input ends.
What a file can do to it, by size, by malice or by a fault in a library, happens to this process alone.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from eif.extracts.archive import is_archive, list_members
from eif.extracts.contents import fingerprint, read_bytes
from eif.extracts.errors import ExtractError
from eif.extracts.limits import MEGABYTE, Limits
from eif.extracts.load import THREADS, read_extract, reading_database
from eif.extracts.read import ExtractFile
from eif.extracts.reading import refused

if sys.platform != "win32":
    import resource

# Libraries reserve far more address space than they use: this bound only stops one wild request. The parent
# watches what is really held.
RESERVED = 3_000 * MEGABYTE


def main() -> None:
    """Read jobs until the parent closes the line, or ends in any way."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is not an answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to hear
    pa.set_cpu_count(THREADS)
    jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    with reading_database() as con:
        while True:
            answers.write(json.dumps(_do(con, json.loads(jobs.get()))) + "\n")
            answers.flush()


def _listen(jobs: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        jobs.put(line)
    os._exit(0)  # the parent is gone: whatever is being read is for nobody


def _do(con: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**job["limits"])
    file = ExtractFile(Path(job["path"]), job["name"], job["period"], job["member"])
    _bind(limits, job["size"])
    try:
        if file.member is None and file.path.is_file() and is_archive(file.path):
            return _list(file, limits)
        return {"reading": read_extract(con, file, Path(job["folder"]), limits).to_json()}
    except ExtractError as error:
        return {"reading": refused(file, error).to_json()}
    except (MemoryError, duckdb.OutOfMemoryException):
        return {"out_of_memory": True}
    except Exception as error:
        # Whatever a file makes a library do ends in a sentence; the parent logs where it happened.
        return {"failed": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}


def _list(file: ExtractFile, limits: Limits) -> dict[str, Any]:
    """What an archive holds, each to be read as a file of its own, and what the archive is."""
    given = read_bytes(file.path, file.known_as, limits)
    return {
        "members": list_members(file.path, file.known_as, limits),
        "container": fingerprint(given),
    }


def _bind(limits: Limits, size: int) -> None:
    """Let the system end this process if the file takes more than it may."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (RESERVED + 4 * limits.memory_for(size), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
