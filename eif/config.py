"""Which council, which folders and which choices does this installation run with?

Settings come from `eif.toml` at the top of the checkout; the environment overrides it.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class ConfigError(Exception):
    """A setting is missing or wrong; the message says which and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """One installation's choices.

    `home` holds `inbox/`, `releases/` and `casework/`. `la_code` is the three-digit DfE code of the council
    whose schools are shown. `neighbour_set` is the id of the statistical-neighbour set used by default.
    `framework` names a folder under `data/framework` or `home/frameworks`. `keep_releases` is how many
    published releases stay on disk. With `second_approver` a draft is published only when another person than
    its uploader approves. `adviser_days` is how many days of school improvement advisers there are in a year,
    if known. `casework` is the SQLAlchemy address of the casework database and `journal_at` the folder of its
    journal, where they are not in `home`.
    """

    home: Path
    la_code: str
    neighbour_set: str
    framework: str
    keep_releases: int
    second_approver: bool = False
    adviser_days: float | None = None
    casework: str | None = None
    journal_at: Path | None = None

    @property
    def casework_url(self) -> str:
        """The address of the casework database: SQLite in `home`, unless another is named."""
        return self.casework or f"sqlite:///{self.home / 'casework' / 'casework.db'}"

    @property
    def journal(self) -> Path:
        """Where the journal of casework lies: best on another disk than the database."""
        return self.journal_at or self.home / "journal"

    @property
    def backups(self) -> Path:
        """Where backups of casework are put."""
        return self.home / "backups"

    @property
    def inbox(self) -> Path:
        """Where every file received is kept, by its hash."""
        return self.home / "inbox"

    @property
    def releases(self) -> Path:
        """Where published releases and the pointer to the current one lie."""
        return self.home / "releases"

    @property
    def frameworks(self) -> Path:
        """Where framework versions lie that were given to this installation as workbooks."""
        return self.home / "frameworks"

    @property
    def framework_folder(self) -> Path:
        """The folder of the framework version in force."""
        given = self.frameworks / self.framework
        return given if given.is_dir() else ROOT / "data" / "framework" / self.framework


def load_settings(path: Path | None = None) -> Settings:
    """Read `eif.toml` (or `path`) and the environment.

    Environment: `EIF_HOME`, `EIF_LA_CODE`, `EIF_NEIGHBOUR_SET`, `EIF_FRAMEWORK`, `EIF_CASEWORK_URL`,
    `EIF_JOURNAL`. An address holds a password, so it belongs in the environment. Raises ConfigError.
    """
    source = path or ROOT / "eif.toml"
    try:
        with source.open("rb") as handle:
            given: dict[str, Any] = tomllib.load(handle)
    except FileNotFoundError as error:
        raise ConfigError(f"No settings file at {source}. Restore eif.toml from the repository.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source.name} is not valid TOML: {error}.") from error

    la_code = os.environ.get("EIF_LA_CODE", str(given.get("la_code", "330")))
    if not (la_code.isdigit() and len(la_code) == 3):
        raise ConfigError(f"la_code is {la_code!r}. Write the council's three-digit DfE code, such as 330.")
    home = Path(os.environ.get("EIF_HOME", str(given.get("home", "data"))))
    keep = given.get("keep_releases", 3)
    if not isinstance(keep, int) or keep < 1:
        raise ConfigError(f"keep_releases is {keep!r}. Write a whole number of 1 or more.")
    second = given.get("second_approver", False)
    if not isinstance(second, bool):
        raise ConfigError(f"second_approver is {second!r}. Write true or false.")
    days = given.get("adviser_days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int | float) or days < 0):
        raise ConfigError(f"adviser_days is {days!r}. Write a number of days, 0 or more.")
    journal = os.environ.get("EIF_JOURNAL", given.get("journal"))
    return Settings(
        home=home if home.is_absolute() else ROOT / home,
        la_code=la_code,
        neighbour_set=os.environ.get("EIF_NEIGHBOUR_SET", str(given.get("neighbour_set", "2025-05"))),
        framework=os.environ.get("EIF_FRAMEWORK", str(given.get("framework", "2026-02"))),
        keep_releases=keep,
        second_approver=second,
        adviser_days=None if days is None else float(days),
        casework=os.environ.get("EIF_CASEWORK_URL") or given.get("casework_url"),
        journal_at=ROOT / journal if journal else None,
    )
