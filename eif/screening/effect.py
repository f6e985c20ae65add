"""What changes for the people who look, if this release is published?

The built release beside the one being served, both read only and through the same framework.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb
import pandas as pd

from eif import sql
from eif.snapshot import Snapshot

# What is compared, as each snapshot has it: relation of sql/60_effect -> its rows.
READ = {
    "figure": """
        select
            'school' as subject, o.urn, s.name, o.indicator, i.title, o.pupil_group, o.period, o.value
        from observation as o
        inner join school as s using (urn)
        inner join indicator as i using (indicator)
        where s.is_home and o.is_best and o.value is not null
        union all
        select
            'council' as subject, c.la_code as urn, c.la_name as name, c.measure as indicator, c.title,
            'all' as pupil_group, c.period, c.value
        from la_comparison as c
        inner join setting on setting.key = 'home_la' and setting.value = c.la_code
        where c.value is not null
    """,
    "rating": """
        select r.urn, s.name, r.area, a.title, a.ord, r.rating, r.why
        from area_rating as r
        inner join school as s using (urn)
        inner join area as a using (area)
        union all
        select o.urn, s.name, null, 'Indicated category', null, o.indicated, o.why
        from overall_rating as o
        inner join school as s using (urn)
    """,
    "school": "select urn, name, phase, status, listed from school where is_home",
}


@dataclass(frozen=True)
class Effect:
    """What publishing changes, as three frames whose columns sql/60_effect explains.

    `figures`: one row per indicator and period; `ratings`: one per school and area, `area` empty for the
    category indicated; `schools`: one per school added, gone, closed or listed otherwise.
    """

    figures: pd.DataFrame
    ratings: pd.DataFrame
    schools: pd.DataFrame

    def largest(self, most: int) -> pd.DataFrame:
        """The indicators and periods of which most figures change, `most` of them."""
        order = ["changed", "gone", "added"]
        return self.figures.sort_values(order, ascending=False, kind="stable").head(most)

    @property
    def nothing(self) -> bool:
        """Nothing that anybody sees changes."""
        return self.figures.empty and self.ratings.empty and self.schools.empty

    @property
    def categories(self) -> pd.DataFrame:
        """The schools whose indicated category changes."""
        return self.ratings[self.ratings["area"].isna()]

    @property
    def areas(self) -> pd.DataFrame:
        """The area ratings that change."""
        return self.ratings[self.ratings["area"].notna()]

    def sentences(self) -> list[str]:
        """The effect in a few counts, largest matter first."""
        if self.nothing:
            return ["No figure, rating or school changes."]
        said = []
        if len(self.categories):
            said.append(f"Indicated category changes: {len(self.categories):,} ({_moves(self.categories)}).")
        if len(self.areas):
            counted = Counter(self.areas["what"])
            said.append(
                f"Area ratings: {counted['moved']:,} move, {counted['filled']:,} gaps are filled, "
                f"{counted['opened']:,} are opened."
            )
        for subject, whose in (("school", "schools"), ("council", "the council")):
            figures = self.figures[self.figures["subject"] == subject]
            if len(figures):
                added, changed, gone = (int(figures[each].sum()) for each in ("added", "changed", "gone"))
                said.append(
                    f"Figures of {whose}: {added:,} added, {changed:,} changed, {gone:,} gone, "
                    f"of {figures['indicator'].nunique():,} measures."
                )
        if len(self.schools):
            counted = Counter(self.schools["what"])
            said.append(
                f"Schools: {', '.join(f'{count:,} {what}' for what, count in sorted(counted.items()))}."
            )
        return said


def _moves(categories: pd.DataFrame) -> str:
    steps = Counter(zip(categories["rating_before"], categories["rating_after"], strict=True))
    return "; ".join(f"{before} to {after} {count:,}" for (before, after), count in steps.most_common())


def effect_of(before: Snapshot, after: Snapshot) -> Effect:
    """What changes from the release `before` shows to the one `after` shows."""
    con = duckdb.connect()
    try:
        for moment, snapshot in (("before", before), ("after", after)):
            for name, statement in READ.items():
                con.register(f"{name}_{moment}", snapshot.query(statement).df())
        sql.build(con, "60_effect")
        frames = [con.execute(f"from effect_{name}").df() for name in ("figure", "rating", "school")]
    finally:
        con.close()
    return Effect(*frames)
