"""The front door: which pages exist, and how a visit reaches them. Start it with `streamlit run app.py`.

The script that Streamlit runs for each visit is `eif/ui/front.py`, which calls `show` below. It lives
elsewhere because Streamlit turns a folder called `pages` beside its script into pages of its own, past this
navigation, until someone has opened `/` (tests/browser/test_front_door.py asks for the pages first).
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from eif.config import load_settings
from eif.snapshot import NoReleaseError, open_snapshot
from eif.ui.as_at import offer_day
from eif.ui.shell import take_along
from eif.ui.who import offer_people
from pages import (
    about_data,
    boards,
    caseload,
    changes,
    data,
    exchange,
    framework,
    import_export,
    indicators,
    my_caseload,
    overview,
    priority,
    provenance,
    school,
    school_changes,
    school_contacts,
    school_history,
    school_judgements,
    school_ladder,
    school_plan,
    school_visits,
    schools,
    targets,
    todo,
    trends,
    warnings,
)


def navigation() -> dict[str, list[StreamlitPage]]:
    """Return the pages that exist, by group."""
    return {
        "City": [
            st.Page(overview.page, title="Overview", default=True),
            st.Page(schools.page, title="Schools", url_path="schools"),
            st.Page(school.page, title="School", url_path="school", visibility="hidden"),
            _of_a_school(school_judgements.page, "school_judgements", "Judgements"),
            _of_a_school(school_plan.page, "school_plan", "Plan"),
            _of_a_school(school_contacts.page, "school_contacts", "Contacts"),
            _of_a_school(school_visits.page, "school_visits", "Visits"),
            _of_a_school(school_ladder.page, "school_ladder", "Ladder"),
            _of_a_school(school_changes.page, "school_changes", "What changed"),
            _of_a_school(school_history.page, "school_history", "History"),
            st.Page(trends.page, title="Trends", url_path="trends"),
            st.Page(targets.page, title="Targets", url_path="targets"),
            st.Page(warnings.page, title="Early warnings", url_path="warnings"),
            st.Page(changes.page, title="What changed", url_path="changes"),
        ],
        "Support": [
            st.Page(my_caseload.page, title="My caseload", url_path="my_caseload"),
            st.Page(caseload.page, title="Caseload", url_path="caseload"),
            st.Page(priority.page, title="Priority list", url_path="priority"),
            st.Page(exchange.page, title="Support exchange", url_path="exchange"),
            st.Page(boards.page, title="Boards", url_path="boards"),
            st.Page(todo.page, title="To put right", url_path="todo"),
        ],
        "Behind it": [
            st.Page(framework.page, title="Framework", url_path="framework"),
            st.Page(indicators.page, title="Indicators", url_path="indicators"),
            st.Page(data.page, title="Data", url_path="data"),
            st.Page(import_export.page, title="Import and export", url_path="import_export"),
            st.Page(about_data.page, title="About the data", url_path="about_data"),
            st.Page(
                provenance.page,
                title="Where this figure comes from",
                url_path="provenance",
                visibility="hidden",
            ),
        ],
    }


def _of_a_school(page: Callable[[], None], path: str, title: str) -> StreamlitPage:
    """A page of one school, which the strip on the school's pages leads to."""
    return st.Page(page, title=title, url_path=path, visibility="hidden")


def show() -> None:
    """Draw the page that this visit asks for."""
    st.set_page_config(page_title="School improvement", layout="wide", initial_sidebar_state=208)
    chosen = st.navigation(navigation(), expanded=True)
    offer_people()
    offer_day()
    take_along()
    chosen.run()


def open_figures() -> None:
    """Open what is published, and leave all that is loaded by then out of every later garbage collection.

    A server starts whatever it finds: where nothing is published, or it cannot be opened, the pages say so.
    """
    try:
        open_snapshot(load_settings())
    except NoReleaseError:
        return
    except Exception:
        logging.getLogger(__name__).exception("What is published could not be opened")
        return
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open the figures while the server starts, so that the first visitor does not wait for them."""
    opening = asyncio.create_task(asyncio.to_thread(open_figures))
    yield
    await opening
    gc.unfreeze()


app = st.App(Path(__file__).parent / "eif" / "ui" / "front.py", lifespan=lifespan)
