"""Do the comparisons of a published release equal the views of `sql/30_compare` over the same release?"""

from __future__ import annotations

import duckdb
import pytest

from eif.screening.limits import load_limits
from eif.sql import ORDER, create_macros, statement

# What the views read, under the name the release publishes it by.
INPUTS = {"staged_extract": "extract"} | {
    name: name
    for name in (
        "setting", "indicator", "indicator_break", "indicator_gap", "neighbour_set", "school", "school_link",
        "observation", "benchmark", "similar_school", "la", "pupil_group", "group_part",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def live(demo_release):
    con = duckdb.connect()
    create_macros(con)
    load_limits(con)
    con.execute(f"attach '{demo_release}' as release (read_only)")
    for name, published in INPUTS.items():
        con.execute(f"create view {name} as from release.{published}")
    con.execute(f"create view school_chain as {statement('20_core', 'school_chain')}")
    wanted = ORDER["30_compare"][: ORDER["30_compare"].index("comparison") + 1]
    for name in wanted:
        con.execute(f"create view {name} as {statement('30_compare', name)}")
    yield con
    con.close()


@pytest.mark.parametrize("name", ["comparator_mean", "comparison"])
def test_the_published_table_equals_the_view(live, name):
    keys = (
        "urn, indicator, pupil_group, period"
        if name == "comparison"
        else "set_id, indicator, pupil_group, phase, period"
    )
    table = live.execute(f"from release.{name} order by {keys}").df()
    view = live.execute(f"from {name} order by {keys}").df()
    assert len(table) > 0
    assert list(table.columns) == list(view.columns)
    for column in table.columns:
        if table[column].dtype.kind == "f":
            assert ((table[column] - view[column]).abs().fillna(0) < 1e-9).all(), column
            assert (table[column].isna() == view[column].isna()).all(), column
        else:
            assert (
                table[column]
                .astype(object)
                .where(table[column].notna(), None)
                .equals(view[column].astype(object).where(view[column].notna(), None))
            ), column
