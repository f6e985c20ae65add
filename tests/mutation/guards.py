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
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    words = set(file.rsplit("/", 1)[-1].split(".")[0].split("_"))

    def order(path: Path) -> tuple[bool, bool]:
        return (not words & set(path.stem.split("_")[2:]), path.stem.endswith("properties"))

    return tuple(path.relative_to(ROOT).as_posix() for path in sorted(found, key=order))


def that_name(file: str) -> tuple[str, ...]:
    """Of `guards_of`, the quick files that speak of a relation by its name, and the worked examples."""
    name = re.compile(rf"\b{Path(file).stem}\b")
    return tuple(
        test
        for test in guards_of(file)
        if test == EXAMPLES
        or (not test.endswith("_properties.py") and name.search((ROOT / test).read_text(encoding="utf-8")))
    )
