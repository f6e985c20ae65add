"""How is text that came from a file or a person shown without becoming code?

Every such text passes through `escape` before it is put into HTML or Markdown. The result is made of
numeric character references, which both languages print and neither obeys, so one function serves both. Only
the options of a select box are given as they are: Streamlit prints those as plain text.
"""

from __future__ import annotations

import re
import unicodedata

# HTML's own five, then all that can start a link, an image, emphasis, code, a formula or a directive.
_OBEYED = {ord(mark): f"&#{ord(mark)};" for mark in "&<>\"'![](){}*_`~#|\\$:^="}
# Markdown reads these as a list only where a line begins.
_LIST_START = re.compile(r"^(\s*)([-+]|\d+\.)(?=\s)")


def _printable(mark: str) -> str:
    """Return a space for line breaks and tabs, nothing for control and direction marks, else the mark."""
    if mark in "\t\n\r\v\f\u0085\u2028\u2029":
        return " "
    return "" if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co") else mark


def escape(value: object) -> str:
    """Return `value` as text that is safe inside HTML (elements and quoted attributes) and inside Markdown.

    Line breaks become spaces; control characters and marks that reverse the reading direction are dropped.
    None becomes an empty text.
    """
    if value is None:
        return ""
    line = str(value)
    if not line.isprintable():
        line = "".join(map(_printable, line))
    escaped = line.translate(_OBEYED)
    return _LIST_START.sub(lambda found: f"{found[1]}{_as_references(found[2])}", escaped)


def _as_references(marks: str) -> str:
    return "".join(f"&#{ord(mark)};" for mark in marks)
