"""What can be shown before a council's own extracts are loaded?

A fictional city in the official layouts, read by the same loader as real files. Schools, people, places and
postcodes are invented (URNs 900000-999999, which real schools do not have); authorities are real.

Which figures are real: Birmingham's, the West Midlands', England's and the mean of Birmingham's ten
neighbours, as published, 2014/15 to 2024/25 (`resources.py`). Which are invented: every school, each
neighbour by itself and all other authorities. Schools are settled on their authority's figure for each year,
so the home city's schools add up to the published city within rounding. Authority, regional and national rows
carry the published figures. Only a sample of England's schools is written unless `england=True`; the home
city is about six times as frequent in the sample as in England, so national percentiles of schools are
illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eif.demo.absence import make_absence
from eif.demo.city import City, describe
from eif.demo.context import make_context
from eif.demo.council import write_council
from eif.demo.cscp import write_cscp
from eif.demo.cscp_ks2 import write_ks2
from eif.demo.cscp_ks4 import write_ks4
from eif.demo.ees import write_absence
from eif.demo.gias import write_gias
from eif.demo.keystage2 import make_key_stage_2
from eif.demo.keystage4 import make_key_stage_4
from eif.demo.lait import write_lait
from eif.demo.ofsted import write_ofsted
from eif.demo.published import make_published
from eif.demo.schools import make_schools
from eif.demo.suspensions import write_suspensions
from eif.demo.traits import make_traits

MARK = "demonstration.toml"


@dataclass(frozen=True)
class DemoSummary:
    """What was written: paths, open schools in the home city, all URNs, data rows and bytes."""

    files: tuple[Path, ...]
    schools: int
    urns: int
    rows: int
    bytes: int


def make_city(*, schools: int = 444, england: bool = False, seed: int = 2026) -> City:
    """Invent the city, its country and their eleven years; the same for the same arguments."""
    rng = np.random.default_rng(seed)
    published = make_published(rng)
    invented = make_schools(rng, published.authorities, schools=schools, england=england)
    invented = describe(invented, published, rng)
    traits = make_traits(rng, invented.places)
    context = make_context(rng, invented.places, traits, published)
    absence = make_absence(rng, invented.places, traits, context, published)
    return City(published, invented, traits, context, absence, seed)


def write_demo(out: Path, *, schools: int = 444, england: bool = False, seed: int = 2026) -> DemoSummary:
    """Write the demonstration's extracts into `out`, which is made if need be.

    `schools` is the number of open state-funded schools in the home city (at least 20); `england` writes
    about 24,000 schools instead of about 3,000. Same arguments, same bytes.
    """
    if schools < 20:
        raise ValueError(f"a demonstration city needs at least 20 schools, not {schools}")
    city = make_city(schools=schools, england=england, seed=seed)
    out.mkdir(parents=True, exist_ok=True)
    mark = out / MARK
    mark.write_text(_mark(schools, england, seed), encoding="utf-8", newline="\n")
    rng = np.random.default_rng([seed, 2])
    primary = make_key_stage_2(rng, city.schools.places, city.traits, city.context, city.published)
    secondary = make_key_stage_4(rng, city.schools.places, city.traits, city.context, city.published)
    written = [
        (mark, 0),
        *write_gias(city, out / "gias"),
        *write_cscp(city, out / "cscp"),
        *write_ks2(city, primary, out / "cscp"),
        *write_ks4(city, secondary, out / "cscp"),
        *write_absence(city, out / "ees"),
        *write_suspensions(city, out / "ees"),
        *write_lait(city, out / "lait"),
        *write_ofsted(city, out / "ofsted"),
        *write_council(city, out / "council"),
    ]
    files = tuple(path for path, _ in written)
    return DemoSummary(
        files, schools, len(city.schools.spells), sum(rows for _, rows in written),
        sum(path.stat().st_size for path in files),
    )  # fmt: skip


def _mark(schools: int, england: bool, seed: int) -> str:
    return (
        "# Every school in this folder is invented. Never load it together with real extracts.\n"
        'layout = "demonstration"\n'
        'title = "Demonstration data"\n'
        f"schools = {schools}\nengland = {str(england).lower()}\nseed = {seed}\n"
    )
