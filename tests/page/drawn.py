"""How do page tests run one page on the demonstration city and read its HTML?"""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest

# Making the first snapshot of a test run takes seconds on a busy machine.
TIMEOUT = 60


def run_page(name: str, **address: str) -> AppTest:
    """Run `pages/<name>.py` as a visit to its address would."""
    at = AppTest.from_string(f"from pages.{name} import page\npage()", default_timeout=TIMEOUT)
    for key, value in address.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception[0].message
    return at


def html_of(at: AppTest) -> str:
    """Return the HTML that the page showed, styles and scripts left out."""
    shown = "\n".join(block.value for block in at.html)
    return re.sub(r"<(style|script)>.*?</\1>", "", shown, flags=re.S)


def text_of(html: str) -> str:
    """Return what a reader sees of some HTML, spaces run together."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def only(tag: str, html: str) -> str:
    """Return the text of the one element `tag` of the page."""
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", html, flags=re.S)
    assert len(found) == 1, f"{len(found)} {tag} on the page"
    return text_of(found[0])
