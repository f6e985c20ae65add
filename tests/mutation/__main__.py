"""`make mutation`: how many mutants of the rating and statistics code do the tests kill?

The tests that guard its file run until one fails; for a relation, the first of them in which its rows come
out otherwise, and then those that speak of it by name. Writes docs/mutation.md: killed of all by file, and
every survivor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tests.mutation import python_mutants, sql_mutants
from tests.mutation.guards import GUARDS, guards_of, is_relation, that_name
from tests.mutation.sighting import Watch, Watched, seen
from tests.mutation.trial import ROOT, Trial, is_killed

# Into how many parts the tests are cut that are run to see which mutants they see.
PARTS = 16
REPORT = ROOT / "docs" / "mutation.md"


def main() -> None:
    """Try every mutant of the chosen files, or of all, and write the report of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="paths as the report names them; without any, all")
    parser.add_argument(
        "--every", type=int, default=1, help="try only each n-th mutant, spread over all files"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    survivors: dict[str, list[sql_mutants.Mutant]] = defaultdict(list)
    tried: dict[str, int] = defaultdict(int)
    with ProcessPoolExecutor(chosen.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        wanted = [
            (file, place, mutant)
            for file in _files()
            if not chosen.files or file in chosen.files
            for place, mutant in enumerate(_mutants(file))
        ][:: chosen.every]
        trials = list(_trials(wanted, pool))
        for trial in trials:
            tried[trial.file] += 1
        survived = list(_survivors(trials, pool))
        named = [replace(trial, tests=that_name(trial.file)) for trial in survived if is_relation(trial.file)]
        killed_by_name = {id(trial.mutant) for trial in named} - {
            id(trial.mutant) for trial in _survivors(named, pool)
        }
    for trial in survived:
        if id(trial.mutant) not in killed_by_name:
            survivors[trial.file].append(trial.mutant)
            print(f"{trial.file}:{trial.mutant.line}: {trial.mutant.before} -> {trial.mutant.after}")
    killed_in_all = len(trials) - sum(map(len, survivors.values()))
    print(f"{killed_in_all} of {len(trials)} killed: {100 * killed_in_all / len(trials):.1f}%")
    if not chosen.files:
        REPORT.write_text(_report(tried, survivors, chosen.every), encoding="utf-8")


def _survivors(trials: Sequence[Trial], pool: ProcessPoolExecutor) -> Iterator[Trial]:
    """Those of the trials of which no test fails."""
    for number, (trial, killed) in enumerate(zip(trials, pool.map(is_killed, trials), strict=True), start=1):
        if number % 50 == 0:
            print(f"{number} of {len(trials)} mutants tried", file=sys.stderr, flush=True)
        if not killed:
            yield trial


def _files() -> list[str]:
    """Every file whose mutants are tried, once, in the order of the patterns."""
    return list(
        dict.fromkeys(
            path.relative_to(ROOT).as_posix() for pattern in GUARDS for path in sorted(ROOT.glob(pattern))
        )
    )


def _mutants(file: str) -> Iterator[sql_mutants.Mutant]:
    found = sql_mutants if file.endswith(".sql") else python_mutants
    return found.mutants((ROOT / file).read_text(encoding="utf-8"))


def _trials(
    wanted: Sequence[tuple[str, int, sql_mutants.Mutant]], pool: ProcessPoolExecutor
) -> Iterator[Trial]:
    """Each mutant wanted, a file's so-many-th, with the tests that can notice it."""
    sighted: dict[tuple[str, int], list[str]] = defaultdict(list)
    watches = list(_watches(wanted))
    for number, found in enumerate(pool.map(seen, watches), start=1):
        print(f"{number} of {len(watches)} parts of the tests looked at", file=sys.stderr, flush=True)
        for file, place, tests in found:
            sighted[file, place] += tests
    for file, place, mutant in wanted:
        yield Trial(file, mutant, tuple(sighted[file, place]) if is_relation(file) else guards_of(file))


def _watches(wanted: Sequence[tuple[str, int, sql_mutants.Mutant]]) -> Iterator[Watch]:
    """The relations that the same tests guard are watched together, in parts of like size."""
    together: dict[tuple[str, ...], list[Watched]] = defaultdict(list)
    for file, place, mutant in wanted:
        if is_relation(file):
            together[tuple(sorted(guards_of(file)))].append((file, place, mutant.text))
    for tests, watched in together.items():
        for part in range(PARTS):
            yield Watch(tuple(watched), tests, part, PARTS)


def _report(tried: dict[str, int], survivors: dict[str, list[sql_mutants.Mutant]], every: int) -> str:
    total, left = sum(tried.values()), sum(map(len, survivors.values()))
    lines = [
        "# Would a test notice?",
        "",
        "Each operator, constant and keyword of the statistics and rating code is changed, one at a time,",
        "and the tests run: a change that no test notices survives. Written by `make mutation`.",
        "",
        *([f"One mutant in {every} was tried, spread evenly over all files.", ""] if every > 1 else []),
        f"**{total - left:,} of {total:,} killed: {100 * (total - left) / total:.1f}%.**",
        "",
        "| file | mutants | killed | share |",
        "| --- | --: | --: | --: |",
    ]
    for file, number in tried.items():
        killed = number - len(survivors[file])
        lines.append(f"| {file} | {number} | {killed} | {100 * killed / number:.0f}% |")
    lines += ["", "## What survived", ""]
    for file, left_over in survivors.items():
        lines += [f"- `{file}:{each.line}` `{each.before}` → `{each.after}`" for each in left_over]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
