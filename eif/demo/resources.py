"""Which published facts does the demonstration city rest on?

`headers/*.txt` hold the official column names of each layout, one name a line, in file order:
GIAS establishments and links; Compare school and college performance (absence 2014/15 and 2018/19, census,
school information, key stage 2 final 2018/19, key stage 4 final 2017/18 and provisional 2018/19);
Explore education statistics school-level absence (2006/07-2018/19); the LAIT data dictionary.

`facts/published.csv` holds published averages for four areas: Birmingham, the simple mean of its ten
statistical neighbours of May 2025, the West Midlands and England. Source: DfE, Local authority interactive
tool, data of 8 April 2026; absence of 2014/15 from DfE, Pupil absence in schools in England, 2018/19 release
(both Open Government Licence v3).
`facts/measures.csv` names the measures (LAIT codes, our titles) and how far authorities lie apart
(`spread`, one standard deviation). `facts/la.csv` lists authorities with regions and numbers of schools
(census 2018/19; authorities formed since then are estimated).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).resolve().parent


@lru_cache
def header(name: str) -> tuple[str, ...]:
    """Official column names of one layout, in file order; FileNotFoundError for an unknown layout."""
    return tuple((HERE / "headers" / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def facts(name: str) -> pd.DataFrame:
    """One table of facts, every cell as text, nothing missing (blank cells are empty text)."""
    return pd.read_csv(HERE / "facts" / f"{name}.csv", dtype=str, keep_default_na=False)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
