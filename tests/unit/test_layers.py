"""Each part of the house keeps to its own work."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import pytest

from eif.sql import ORDER, SQL

REPO = Path(__file__).resolve().parents[2]
PAGES = sorted((REPO / "pages").glob("*.py"))
SQL_FILES = sorted(SQL.rglob("*.sql"))
STATEMENT = re.compile(
    r"\b(select\b.+\bfrom|insert\s+into|create\s+(table|view)|update\b.+\bset|delete\s+from)\b", re.I | re.S
)


def imports(path: Path) -> set[str]:
    """Every module that a file imports, by its first name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_ui_and_access_import_streamlit() -> None:
    allowed = {"ui", "access"}
    elsewhere = [
        str(path.relative_to(REPO))
        for path in (REPO / "eif").rglob("*.py")
        if path.relative_to(REPO / "eif").parts[0] not in allowed and "streamlit" in imports(path)
    ]
    assert elsewhere == []


def test_nothing_below_the_screens_imports_them() -> None:
    screens = re.compile(r"^\s*(from|import) (eif\.ui|pages)\b", re.M)
    above = [
        str(path.relative_to(REPO))
        for path in (REPO / "eif").rglob("*.py")
        if path.relative_to(REPO / "eif").parts[0] != "ui"
        and screens.search(path.read_text(encoding="utf-8"))
    ]
    assert above == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_holds_no_sql(page: Path) -> None:
    tree = ast.parse(page.read_text(encoding="utf-8"))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if STATEMENT.search(text)] == []
    assert "duckdb" not in imports(page)
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"execute", "query", "cursor"}


def test_every_sql_file_that_builds_a_relation_is_in_the_order() -> None:
    listed = {(layer, name) for layer, names in ORDER.items() for name in names}
    there = {(path.parent.name, path.stem) for path in SQL_FILES if path.parent.name in ORDER}
    assert there == listed


def test_every_statement_of_staging_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPO / "eif" / "extracts").glob("*.py"))
    unused = [
        path.stem
        for path in SQL_FILES
        if path.parent.name == "10_stage" and not re.search(rf"['\"]{path.stem}['\"]", code)
    ]
    assert unused == []


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sql_file_says_what_it_is_and_holds_one_statement(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- "), "the header comment (grain, inputs, rule and source) is missing"
    assert len(duckdb.connect().extract_statements(text)) == 1


def test_every_test_file_has_a_name_of_its_own() -> None:
    # They are collected without packages, so two of one name in different folders cannot both be imported.
    names = [path.name for path in (REPO / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
