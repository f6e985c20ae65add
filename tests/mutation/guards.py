"""Which tests guard which file? Those most likely to notice come first."""

from __future__ import annotations

from fnmatch import fnmatch

RATE = "tests/sql/test_rate_"
GUARDS: dict[str, tuple[str, ...]] = {
    "sql/00_macro/*.sql": ("tests/sql/test_macro_oracles.py", "tests/sql/test_compare_given.py"),
    "sql/30_compare/*.sql": ("tests/sql/test_compare_given.py",),
    "sql/40_rate/*.sql": tuple(
        f"{RATE}{name}.py"
        for name in (
            "specs",
            "attendance",
            "attainment",
            "evidence",
            "combination",
            "inspection",
            "properties",
        )
    ),
    "eif/framework/check.py": ("tests/unit/test_framework.py",),
}


def guards_of(file: str) -> tuple[str, ...]:
    """The test files to run for a mutant of `file`."""
    own = [tests for pattern, tests in GUARDS.items() if fnmatch(file, pattern)]
    word = file.rsplit("/", 1)[-1].split(".")[0].removeprefix("signal_").split("_")[0]
    return tuple(sorted(own[0], key=lambda test: word not in test))
