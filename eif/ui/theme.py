"""What does the product look like: its colours by name, and the one style sheet that pages send.

Colours, fonts and widget borders that Streamlit can set live in `.streamlit/config.toml`; `theme.css` covers
what the pages draw themselves and the few places where Streamlit has no setting.
"""

from __future__ import annotations

from pathlib import Path

INK = "#16202b"
MUTED = "#505a5f"
LINE = "#d9dee3"
CANVAS = "#f6f7f9"
LINK = "#12436d"

# Comparators keep their colour on every page.
SCHOOL = "#12436D"
LA = "#28A197"
NATIONAL = "#3d3d3d"
NEIGHBOURS = "#F46A25"
SIMILAR = "#801650"
REGION = "#7b5fb0"
CORE_CITIES = "#5c6b00"
GROUP = "#0a7a9c"

# Fills of stacked bars, by the class of the mark they count.
FILL = {
    "cc": "#b10e1e",
    "dv": "#ffc84a",
    "es": "#8cc9a8",
    "em": "#00573c",
    "ne": "#c9ced3",
    "na": "#eceff1",
}

_NAMED = {"ink": INK, "muted": MUTED, "line": LINE, "canvas": CANVAS, "link": LINK}
_NAMED |= {f"fill-{kind}": colour for kind, colour in FILL.items()}

CSS = (
    ":root{"
    + "".join(f"--{name}:{colour};" for name, colour in _NAMED.items())
    + "}\n"
    + Path(__file__).with_name("theme.css").read_text(encoding="utf-8")
)
