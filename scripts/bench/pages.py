"""How long does each page's script run, compared with an empty page's?"""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from scripts.bench.timing import Measured, compare

PAGES = {
    "City overview": ("overview", {}),
    "Schools, whole grid": ("schools", {}),
    "School": ("school", {"urn": None}),
    "School, one evidence ladder": ("school", {"urn": None, "area": "attendance"}),
    "About the data": ("about_data", {}),
    "My caseload": ("my_caseload", {"adviser": "all"}),
    "Caseload": ("caseload", {}),
    "School, visits": ("school_visits", {"urn": None}),
    "Trends": ("trends", {"urn": None}),
}


def measure(urn: str) -> list[Measured]:
    """Compare a rerun of each page with a rerun of an almost empty one; `urn` is the school to open."""
    empty = AppTest.from_string("import streamlit as st\nst.write('empty')", default_timeout=60)
    lines = []
    for title, (module, query) in PAGES.items():
        page = AppTest.from_string(f"from pages import {module}\n{module}.page()", default_timeout=60)
        for name, value in query.items():
            page.query_params[name] = value or urn
        lines.append(
            compare(f"run the page: {title}", lambda page=page: _run(page), "an empty page", empty.run)
        )
    return lines


def _run(page: AppTest) -> None:
    page.run()
    if page.exception:
        raise RuntimeError(page.exception[0].message)
