"""Which fictional trusts are there, which schools are theirs, and which posts govern the home city's schools?

Three downloads of Get Information About Schools: groups, the schools of groups, and governance. Nobody is
named: the columns of names are blank. About one post in nine has a term that ended by then.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from eif.demo.city import City
from eif.demo.published import HOME
from eif.demo.resources import header, records
from eif.demo.text import write_table

_EXTRACTED = date(2026, 3, 2)
_TERM = timedelta(days=4 * 365)
_BODIES = (
    "Elected by parents",
    "Elected by school staff",
    "Appointed by GB/board",
    "Nominated by LA and appointed by GB",
)


def write_groups(
    city: City, spells: pd.DataFrame, trust: pd.DataFrame, folder: Path, extracted: str
) -> list[tuple[Path, int]]:
    """Write groups, their schools and governance; gives each path with its rows.

    `spells` and `trust` (code, name) have one row per school as the register lists them.
    """
    theirs = (spells["academy"] & (spells["closed_on"] == "")).to_numpy(dtype=bool)
    schools = spells[theirs].reset_index(drop=True)
    names = trust[theirs].reset_index(drop=True)
    size = names.groupby("code")["code"].transform("size").to_numpy()
    several = size > 1
    opened = "01-09-" + (pd.to_numeric(schools["opened_on"].str[-4:]).fillna(2014).astype(int)).astype(str)
    member = {
        "URN": schools["urn"], "Group UID": names["code"], "Group ID": "TR" + names["code"],
        "Group Name": names["name"],
        "Group Type (code)": np.where(several, "6", "10"),
        "Group Type": np.where(several, "Multi-academy trust", "Single-academy trust"),
        "Group Status (code)": "1", "Group Status": "Open",
        "Joined date": np.where(schools["opened_on"] == "", opened, schools["opened_on"]),
        "EstablishmentName": schools["name"], "TypeOfEstablishment (name)": schools["type"],
        "LA (code)": schools["la_code"], "LA (name)": schools["la_name"],
    }  # fmt: skip
    table = pd.DataFrame(member)
    first = (
        table.sort_values(["Group UID", "Joined date"]).drop_duplicates("Group UID").reset_index(drop=True)
    )
    first["Open date"] = "01-09-" + first["Joined date"].str[-4:]
    posts = _posts(city, spells)
    written = []
    for name, layout, rows in (
        (f"allgroupsdata{extracted}.csv", "gias_groups", first),
        (f"alllinksdata{extracted}.csv", "gias_group_links", table),
        (f"governancealldata{extracted}.csv", "gias_governance", posts),
    ):
        columns = {column: rows[column].to_numpy(dtype=object) for column in header(layout) if column in rows}
        path = folder / name
        written.append((path, write_table(path, header(layout), columns, len(rows), encoding="cp1252")))
    return written


def _posts(city: City, spells: pd.DataFrame) -> pd.DataFrame:
    """Posts of the home city's open schools: a chair, a head ex officio and six to eleven governors each."""
    rng = np.random.default_rng([city.seed, 13])
    at_home = spells[(spells["la_code"] == HOME) & (spells["closed_on"] == "")]
    rows: list[dict[str, str]] = []
    for school in records(at_home):
        local = " of local governing body" if school["academy"] else ""
        roles = [
            f"Chair{local or ' of governors'}",
            *[f"Governor{' - local' if local else ''}"] * int(rng.integers(6, 12)),
        ]
        for role in roles:
            days = int(rng.integers(20, int(_TERM.days * 1.12)))
            appointed = _EXTRACTED - timedelta(days=days)
            rows.append({
                "GID": str(1_000_000 + len(rows)), "URN": school["urn"], "Role": role,
                "Date of appointment": f"{appointed:%d/%m/%Y}",
                "Date term of office ends/ended": f"{appointed + _TERM:%d/%m/%Y}",
                "Appointing body": _BODIES[int(rng.integers(0, len(_BODIES)))],
            })  # fmt: skip
    return pd.DataFrame(rows)
