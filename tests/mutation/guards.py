"""Which tests guard which file? Those most likely to notice come first."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Files whose mutants are tried, and patterns of the tests that should notice.
RATED = ("tests/sql/test_rate_*.py", "tests/sql/test_compare_latest.py")
EXAMPLES = "tests/sql/test_rate_specs.py"
GUARDS: dict[str, tuple[str, ...]] = {
    "sql/00_macro/*.sql": ("tests/sql/test_macro_*.py", "tests/sql/test_compare_*.py"),
    "sql/20_core/similar_*.sql": ("tests/sql/test_compare_*.py",),
    # Read by the rules alone.
    "sql/30_compare/returned_figure.sql": RATED,
    "sql/30_compare/latest_*.sql": RATED,
    "sql/30_compare/*.sql": ("tests/sql/test_compare_*.py",),
    "sql/40_rate/statutory_step.sql": ("tests/sql/test_casework_*.py",),
    "sql/40_rate/*.sql": RATED,
    "eif/framework/check.py": ("tests/unit/test_framework.py", "tests/unit/test_framework_workbook.py"),
}


def is_relation(file: str) -> bool:
    """Whether a file holds a relation, whose rows can be asked for; not a macro or a module."""
    return file.endswith(".sql") and "/00_macro/" not in file


def guards_of(file: str) -> tuple[str, ...]:
    """The test files to run for a mutant of `file`: those named like it first, then the quick ones."""
    patterns = next(tests for pattern, tests in GUARDS.items() if fnmatch(file, pattern))
    found = [path.relative_to(ROOT).as_posix() for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return tuple(sorted(found, key=lambda test: (not _is_named_like(test, file), _is_slow(test))))


def that_name(file: str) -> tuple[str, ...]:
    """Of `guards_of`, the quick files that speak of a relation or are named like it, and worked examples."""
    name = re.compile(rf"\b{Path(file).stem}\b")
    return tuple(
        test
        for test in guards_of(file)
        if test == EXAMPLES
        or (
            not _is_slow(test)
            and (_is_named_like(test, file) or name.search((ROOT / test).read_text(encoding="utf-8")))
        )
    )


def _is_named_like(test: str, file: str) -> bool:
    """Whether `test_rate_attendance` is about `signal_attendance`: they share a word of their own."""
    return bool(set(Path(file).stem.split("_")) & set(Path(test).stem.split("_")[2:]))


def _is_slow(test: str) -> bool:
    return test.endswith("_properties.py")
