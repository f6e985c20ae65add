"""How is work that is mostly DuckDB's done several statements at a time?

DuckDB plans a statement on one thread, and for a short one that is half of all. Statements that do not read
each other are therefore run side by side, each on a connection of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache
from graphlib import TopologicalSorter
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

WIDTH = min(8, max(2, os.cpu_count() or 1))


@cache
def _pool_of(_process: int) -> ThreadPoolExecutor:
    """The threads of a process, as none survives a fork."""
    return ThreadPoolExecutor(WIDTH, thread_name_prefix="parallel")


def do_in_order(needs: Mapping[str, Collection[str]], do: Callable[[str], object]) -> None:
    """Call `do` with each name, once every name that it needs is done; raises what the first to fail raises.

    Of those that can be done, the one on which the longest way to the end depends goes first. `do` must not
    call this itself. Nothing of it is still at work when this returns or raises.
    """
    pool = _pool_of(os.getpid())
    order = TopologicalSorter(needs)
    order.prepare()
    ways, ready = _ways(needs), list[str]()
    running: dict[Future[object], str] = {}
    try:
        while order.is_active():
            ready = sorted((*ready, *order.get_ready()), key=lambda name: ways[name])
            while ready and len(running) < WIDTH:
                name = ready.pop()
                running[pool.submit(do, name)] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
                order.done(running.pop(future))
    finally:
        for future in running:
            future.cancel()
        wait(running)


def _ways(needs: Mapping[str, Collection[str]]) -> dict[str, int]:
    """How many steps the longest way from each name to the end has."""
    ways: dict[str, int] = {}
    for name in reversed([*TopologicalSorter(needs).static_order()]):
        ways.setdefault(name, 0)
        for needed in needs.get(name, ()):
            ways[needed] = max(ways.get(needed, 0), ways[name] + 1)
    return ways


def do_each(do: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
    """What `do` answers to each item, in their order; raises what the first of them to fail raises."""
    running = [_pool_of(os.getpid()).submit(do, item) for item in items]
    wait(running)
    return [future.result() for future in running]
