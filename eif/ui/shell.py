"""What does every page begin with, and how does it reach the published figures?

A page reads `current_snapshot()`, says its finding with `page_header(...)`, then shows HTML made of
`card(...)`. It calls `show`, so that every block carries the product's own styles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from eif.snapshot import NoReleaseError, Snapshot
from eif.ui import as_at, who
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.theme import CSS

PRODUCT = "School improvement"
# Parameters of the address that go along in every link.
CARRIED = ("neighbours", who.KEY, as_at.KEY)
_CHOSEN = "chosen_in_side_bar"
_OFFICIAL = '<span class="chip">Official</span>'

# Constant and free of data: the only script the pages run. It waits for any button marked data-copy-link.
_COPY_LINK = """<script>
if (!window.eifCopyLink) {
  window.eifCopyLink = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    try { await navigator.clipboard.writeText(window.location.href); button.textContent = "Link copied"; }
    catch (refused) { button.textContent = "Copy the address above"; }
  });
}
</script>"""


def current_snapshot() -> Snapshot:
    """Return what is known now, or was at the day the visit asks for; where nothing is, say so and stop."""
    try:
        return as_at.snapshot_asked()
    except NoReleaseError as nothing:
        _style()
        show(as_at.cannot_be_shown(nothing, _now()))
        st.stop()


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame, each with its columns as attributes."""
    return iter(frame.itertuples(index=False))


def url(page: str, **params: object) -> str:
    """Return the address of a page of this app, such as `/schools?area=attendance&rating=red`.

    `page` is '' for the overview. Parameters that are None are left out. The set of neighbours, the person
    and the day in this page's address go along, so that they need not be chosen again.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"/{base}/{page}" if base else f"/{page}"
    params = carried() | params
    given = {name: str(value) for name, value in params.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def carried() -> dict[str, str | None]:
    """What every link takes along: as chosen in the side bar, else as this page's address says."""
    chosen: dict[str, str | None] | None = st.session_state.get(_CHOSEN)
    if chosen is None:
        return {name: st.query_params.get(name) for name in CARRIED}
    return {"neighbours": st.query_params.get("neighbours")} | chosen


def take_along() -> None:
    """Note for `carried` what stands in the side bar, once it is drawn.

    The address is no witness: where a choice has just been changed, Streamlit still tells the one before.
    """
    day = as_at.asked_day().day
    st.session_state[_CHOSEN] = {who.KEY: who.chosen(), as_at.KEY: day.isoformat() if day else None}


def page_address() -> str:
    """The address of exactly this page, for the cover of a file; empty where the browser gave none."""
    here = st.context.url
    return f"{here}?{urlencode(_asked())}".removesuffix("?") if here else ""


def _asked() -> dict[str, str]:
    """What this page's address asks for, as it stands with what is chosen in the side bar."""
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in CARRIED}
    return {name: value for name, value in carried().items() if value is not None} | others


def _now() -> str:
    """The address of this very page as at today."""
    return f"?{urlencode({name: value for name, value in _asked().items() if name != as_at.KEY})}"


def link(text: object, page: str, *, label: str | None = None, css: str = "", **params: object) -> str:
    """Draw a link inside the app; `text` is escaped, `label` names it more fully for a screen reader."""
    return anchor(escape(text), page, label=label, css=css, **params)


def form_link(text: object, page: str, *, label: str, **params: Any) -> str:
    """Draw a link to where something is recorded; nothing while looking back, when it could not be."""
    chosen = st.session_state.get(_CHOSEN)
    day = as_at.asked_day().day if chosen is None else chosen[as_at.KEY]
    return "" if day else link(text, page, label=label, **params)


def anchor(inner: str, page: str, *, label: str | None = None, css: str = "", **params: object) -> str:
    """Draw a link around `inner`, which is HTML already."""
    named = f' aria-label="{escape(label)}"' if label else ""
    classed = f' class="{css}"' if css else ""
    address = url(page, **params).replace("&", "&amp;")
    return f'<a href="{address}" target="_self"{classed}{named}>{inner}</a>'


def card(title: str, body: str, *, note: str = "", level: int = 2) -> str:
    """Draw a white card; `title` and `note` are escaped, `body` is HTML already."""
    foot = f'<p class="small muted note">{escape(note)}</p>' if note else ""
    return f'<section class="card"><h{level}>{escape(title)}</h{level}>{body}{foot}</section>'


def folded_card(title: str, body: str, *, note: str = "") -> str:
    """Draw a white card that shows its title until it is opened; otherwise as `card`."""
    foot = f'<p class="small muted note">{escape(note)}</p>' if note else ""
    return (
        f'<section class="card"><details class="fold"><summary><h2>{escape(title)}</h2></summary>'
        f"{body}{foot}</details></section>"
    )


def show(*blocks: str) -> None:
    """Show HTML blocks inside the product's styles."""
    st.html(f'<div class="eif">{"".join(blocks)}</div>')


def page_header(
    title: str, subtitle: str, crumbs: Sequence[tuple[str, str | None]], snapshot: Snapshot
) -> None:
    """Show the top of a page: where one is, what these figures are, the finding and the next thing to know.

    `crumbs` is (text, page or None) from the city inwards; the last one names the page in the browser's tab.
    `title` and `subtitle` are plain text and are escaped here.
    """
    header_html(escape(title), escape(subtitle), crumbs, snapshot)


def bare_header(title: str, subtitle: str) -> None:
    """Show the top of a page while there is no release to speak of; both are plain text."""
    st.set_page_config(page_title=f"{title} – {PRODUCT}")
    _style()
    show(f"<h1>{escape(title)}</h1>", f'<div class="sub">{escape(subtitle)}</div>')


def header_html(
    title: str, subtitle: str, crumbs: Sequence[tuple[str, str | None]], snapshot: Snapshot
) -> None:
    """Show the top of a page whose title or subtitle is HTML already (marks, links)."""
    (release,) = snapshot.rows("screen_release")
    st.set_page_config(page_title=f"{crumbs[-1][0]} – {PRODUCT}")
    _style()
    with st.sidebar:
        place = f"{escape(release.home_la_name)}, LA {escape(release.home_la)}"
        show(f'<div class="brand">{PRODUCT}<span>{place}</span></div>')
        st.html(_COPY_LINK, unsafe_allow_javascript=True)
    trail = " / ".join(escape(text) if page is None else link(text, page) for text, page in crumbs)
    where = f'<nav class="crumbs" aria-label="Where you are">{trail}</nav>'
    show(
        as_at.notice(snapshot, _now()),
        f'<div class="top">{where}{_chips(release, snapshot)}</div>',
        f"<h1>{title}</h1>",
        f'<div class="sub">{subtitle}</div>' if subtitle else "",
    )


def _style() -> None:
    st.html(f"<style>{CSS}</style>")


def _chips(release: Any, snapshot: Snapshot) -> str:
    """Draw what the figures are, demonstration or official and as at which day, and the copy button."""
    seen_from = f"{'Evidence as at' if snapshot.is_past else 'As at'} {day(release.as_at)}"
    marking = '<span class="chip demo">Demonstration data</span>' if release.demo else _OFFICIAL
    label = f"{seen_from}, release {release.release}: about the data"
    about = link(seen_from, "about_data", css="chip", label=label)
    copy = '<button type="button" class="chip" data-copy-link="" aria-live="polite">Copy link</button>'
    return f'<div class="chips">{marking}{about}{copy}</div>'
