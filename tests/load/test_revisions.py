"""Do final results take the place of provisional ones on the page, while both are kept?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from eif.cli import cli
from tests.fixtures.extracts import FOLDER

URN = "900003"
FINAL = FOLDER / "2017-2018" / "330_ks4final.csv"
PROVISIONAL = FOLDER / "2018-2019" / "england_ks4provisional.csv"


def run(home: Path, *arguments: object) -> Result:
    result = CliRunner(env={"EIF_HOME": str(home)}).invoke(cli, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return result


def shown(home: Path) -> list[str]:
    """What the release says of the school's Attainment 8: one line per source, the best marked."""
    query = f"""
        select release_status, value, is_best from observation
        where urn = '{URN}' and indicator = 'ks4_a8' and pupil_group = 'all' and period = '2017/18'
        order by release_status
    """
    return run(home, "query", query, "--csv").output.split()[1:]


def page(monkeypatch: pytest.MonkeyPatch, home: Path) -> str:
    monkeypatch.setenv("EIF_HOME", str(home))
    at = AppTest.from_string("from pages.school import page\npage()", default_timeout=60)
    at.query_params["urn"] = URN
    at.run()
    assert not at.exception, at.exception[0].message
    return "\n".join(block.value for block in at.html)


def test_final_results_take_the_place_of_provisional_ones_and_both_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "city"
    (given / "2017-2018").mkdir(parents=True)
    for name in ("demonstration.toml", "edubasealldata.csv"):
        shutil.copy(FOLDER / name, given)
    shutil.copy(PROVISIONAL, given / "2017-2018")
    home = tmp_path / "home"
    run(home, "load", given, "--as-at", "2019-03-31")
    assert shown(home) == ["provisional,46.1,True"]
    assert ">46.1</a> <small>provisional</small>" in page(monkeypatch, home)

    run(home, "load", FINAL, given / "demonstration.toml", "--as-at", "2019-03-31")
    before, after = shown(home)
    assert (before, after) == ("final,45.5,True", "provisional,46.1,False")
    html = page(monkeypatch, home)
    assert ">45.5</a>" in html
    assert "provisional</small>" not in html
