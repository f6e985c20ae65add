"""Text from a file or a person is shown, never obeyed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eif.ui.escape import escape
from eif.ui.shell import anchor, card, link, url

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "![x](http://host.example/b.png)",
    "[click](javascript:alert(1))",
    ":red[danger] :material/delete:",
    "**bold** _italic_ `code` ~~gone~~ $x^2$",
    "# heading",
    "<img src=x onerror=alert(1)>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_was_written(text: str) -> None:
    assert html.unescape(escape(text)) == text


@given(st.text())
def test_nothing_that_html_or_markdown_obeys_is_left(text: str) -> None:
    left = re.sub(r"&#\d+;", "", escape(text))
    assert not set(left) & set("&<>\"'![](){}*_`~#|\\$:^=\n\r\t\x00\u202e")


@given(st.text(alphabet=st.characters(categories=("L", "M", "N", "P", "S"))))
def test_letters_figures_and_punctuation_come_back_whole(text: str) -> None:
    assert html.unescape(escape(text)) == text


@pytest.mark.parametrize("start", ["- item", "+ item", "1. item"])
def test_a_list_does_not_begin(start: str) -> None:
    assert escape(start).startswith("&#")
    assert html.unescape(escape(start)) == start


def test_line_breaks_become_spaces_and_reversed_reading_is_dropped() -> None:
    assert escape("Holy\nTrinity\u202e School") == "Holy Trinity School"


def test_nothing_is_an_empty_text() -> None:
    assert escape(None) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_school_name_cannot_leave_its_link_or_its_card(name: str) -> None:
    drawn = card(name, link(name, "school", urn=name, label=name))
    assert re.findall(r"<(\w+)", drawn) == ["section", "h2", "a"]
    assert set(re.findall(r"\s([a-z-]+)=\"", drawn)) == {"class", "href", "target", "aria-label"}


def test_an_address_keeps_its_values_apart() -> None:
    assert (
        url("schools", area="attendance", rating="red", phase=None) == "/schools?area=attendance&rating=red"
    )
    assert url("") == "/"
    assert url("school", urn="1&x=2") == "/school?urn=1%26x%3D2"
    assert 'href="/schools?a=1&amp;b=2"' in anchor("x", "schools", a=1, b=2)
