"""The front door: which pages exist, and how a visit reaches them. Start it with `streamlit run app.py`.

The script that Streamlit runs for each visit is `eif/ui/front.py`, which calls `show` below. It lives
elsewhere because Streamlit turns a folder called `pages` beside its script into pages of its own, past this
navigation, until someone has opened `/` (tests/browser/test_front_door.py asks for the pages first).
"""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from pages import about_data, overview, school, schools


def navigation() -> dict[str, list[StreamlitPage]]:
    """Return the pages that exist, by group."""
    return {
        "City": [
            st.Page(overview.page, title="Overview", default=True),
            st.Page(schools.page, title="Schools", url_path="schools"),
            st.Page(school.page, title="School", url_path="school", visibility="hidden"),
        ],
        "Behind it": [
            st.Page(about_data.page, title="About the data", url_path="about_data"),
        ],
    }


def show() -> None:
    """Draw the page that this visit asks for."""
    st.set_page_config(page_title="School improvement", layout="wide", initial_sidebar_state=208)
    st.navigation(navigation(), expanded=True).run()


app = st.App(Path(__file__).parent / "eif" / "ui" / "front.py")
