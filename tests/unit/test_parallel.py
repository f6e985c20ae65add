"""Is what needs each other done in order, and is nothing still at work afterwards?"""

from __future__ import annotations

import multiprocessing
import threading
import time

import pytest

from eif.parallel import do_each, do_in_order


def test_each_is_done_once_and_after_all_that_it_needs() -> None:
    needs: dict[str, set[str]] = {
        "roof": {"wall", "door"},
        "wall": {"floor"},
        "door": {"floor"},
        "floor": set(),
    }
    done: list[str] = []

    def build(name: str) -> None:
        assert needs[name] <= set(done)
        done.append(name)

    do_in_order(needs, build)
    assert sorted(done) == sorted(needs)


def test_the_longest_way_to_the_end_is_gone_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eif.parallel.WIDTH", 1)
    needs = {"fence": (), "floor": (), "gate": ("fence",), "wall": ("floor",), "roof": ("wall",)}
    done: list[str] = []
    do_in_order(needs, done.append)
    assert done[:2] == ["floor", "wall"]


def test_what_does_not_need_each_other_is_done_at_the_same_time() -> None:
    both = threading.Barrier(2)
    do_in_order({"one": (), "other": ()}, lambda _: both.wait(timeout=10))


def test_a_failure_is_raised_with_nothing_that_needs_it_done_and_nothing_at_work() -> None:
    seen: list[str] = []

    def build(name: str) -> None:
        if name == "floor":
            raise ValueError("the floor gave way")
        time.sleep(0.05)
        seen.append(name)

    with pytest.raises(ValueError, match="the floor gave way"):
        do_in_order({"floor": (), "fence": (), "wall": ("floor",)}, build)
    after = list(seen)
    time.sleep(0.1)
    assert seen == after
    assert "wall" not in seen


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert do_each(lambda wait: time.sleep(wait) or wait, [0.05, 0.0, 0.02]) == [0.05, 0.0, 0.02]


def test_the_first_question_that_fails_is_the_one_that_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        do_each(lambda number: 1 / number, [1, 0, 2])


def test_a_forked_process_has_threads_of_its_own() -> None:
    assert do_each(abs, [-1]) == [1]
    child = multiprocessing.get_context("fork").Process(target=do_each, args=(abs, [-1]))
    child.start()
    child.join(timeout=10)
    assert child.exitcode == 0
