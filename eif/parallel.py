"""How is work that is mostly DuckDB's done several statements at a time?

DuckDB plans a statement on one thread, and planning is most of what a short one takes. Statements that do not
read each other are therefore run side by side, each on a connection of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# For all that is asked in this process: more at a time than there are processors would only wait.
_pool = ThreadPoolExecutor(min(8, os.cpu_count() or 1), thread_name_prefix="parallel")


def do_in_order(needs: Mapping[str, Collection[str]], do: Callable[[str], object]) -> None:
    """Call `do` with each name, once every name that it needs is done; raises what the first to fail raises.

    `do` must not call this itself. Nothing of it is still at work when this returns or raises.
    """
    order = TopologicalSorter(needs)
    order.prepare()
    running: dict[Future[object], str] = {}
    try:
        while order.is_active():
            running |= {_pool.submit(do, name): name for name in order.get_ready()}
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
                order.done(running.pop(future))
    finally:
        for future in running:
            future.cancel()
        wait(running)


def do_each(do: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
    """What `do` answers to each item, in their order; raises what the first of them to fail raises."""
    running = [_pool.submit(do, item) for item in items]
    wait(running)
    return [future.result() for future in running]
