"""What does the product look like: its colours by name, and the one style sheet that pages send.

Colours, fonts and widget borders that Streamlit can set live in `.streamlit/config.toml`; the style sheet covers what
the pages draw themselves and the few places where Streamlit has no setting.
"""

from __future__ import annotations

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

# Fills of stacked bars, by the class of the mark they count.
FILL = {
    "cc": "#b10e1e",
    "dv": "#ffc84a",
    "es": "#8cc9a8",
    "em": "#00573c",
    "ne": "#c9ced3",
    "na": "#eceff1",
}

_FRAME = """
[data-testid="stHeader"]{height:0;min-height:0;background:transparent}
[data-testid="stMainBlockContainer"]{padding:14px 24px 24px;max-width:1680px}
[data-testid="stMain"] [data-testid="stVerticalBlock"]{gap:14px}
[data-testid="stHtml"]{width:100%}
[data-testid="stSidebar"]{border-right:1px solid #d9dee3}
[data-testid="stSidebarContent"]{display:flex;flex-direction:column}
[data-testid="stSidebarHeader"]{position:absolute;right:0;top:0;height:44px;padding:6px;z-index:2}
[data-testid="stSidebarUserContent"]{order:-1;padding:14px 20px 0}
[data-testid="stSidebarNav"]{padding:0 12px}
[data-testid="stSidebarNavSeparator"]{display:none}
[data-testid="stNavSectionHeader"]{font-size:11.5px;text-transform:uppercase;letter-spacing:.06em;color:#505a5f;font-weight:700}
[data-testid="stSidebarNavLink"]{padding:5px 8px;border-radius:5px}
[data-testid="stSidebarNavLink"] span{font-size:15px;color:#16202b}
[data-testid="stSidebarNavLink"][aria-current="page"]{background:#e7eef5}
[data-testid="stSidebarNavLink"][aria-current="page"] span{color:#12436d;font-weight:600}
a:focus-visible,button:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid #12436d;outline-offset:2px}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
"""

_TYPE = """
.eif{color:#16202b;font-size:15px;line-height:1.4}
.eif *{box-sizing:border-box}
.eif a{color:#12436d;text-decoration:underline;text-underline-offset:2px;text-decoration-thickness:1px}
.eif a:hover{text-decoration-thickness:2px}
.eif h1{font-size:27px;line-height:1.18;margin:6px 0 2px;padding:0;letter-spacing:-.01em;font-weight:700}
.eif h2{font-size:16px;line-height:1.3;margin:0 0 8px;padding:0;font-weight:700;letter-spacing:0}
.eif h3{font-size:14px;line-height:1.3;margin:0 0 6px;padding:0;font-weight:600}
.eif p{margin:0 0 8px;font-size:inherit}
.eif .sub{color:#505a5f;margin:0}
.eif .muted{color:#505a5f}.eif .small{font-size:13px}.eif .good{color:#00573c}.eif .bad{color:#9c0c1a}.eif .level{color:#505a5f}
.eif .num{font-variant-numeric:tabular-nums}
.eif .hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.eif .brand{font-weight:700;font-size:15px;line-height:1.2;padding:0 0 4px}
.eif .brand span{display:block;font-weight:400;color:#505a5f;font-size:12.5px;margin-top:3px}
"""

_PARTS = """
.eif .top{display:flex;justify-content:space-between;align-items:center;gap:12px;flex-wrap:wrap;color:#505a5f;font-size:13px;min-height:24px}
.eif .crumbs a{color:#505a5f}
.eif .chips{display:flex;gap:6px;flex-wrap:wrap}
.eif .chip{border:1px solid #d9dee3;background:#fff;color:#505a5f;border-radius:99px;padding:1px 10px;font:inherit;line-height:1.5;white-space:nowrap;text-decoration:none}
.eif .chip.demo{border:1px dashed #8d979e}
.eif button.chip{cursor:pointer;color:#12436d;min-height:24px}
.eif button.chip:hover{border-color:#12436d}
.eif .card{background:#fff;border:1px solid #d9dee3;border-radius:8px;padding:13px 15px;min-width:0}
.eif .cards{display:grid;gap:14px;align-items:start}
.eif .cards>.card{height:100%}
.eif .mark{display:inline-flex;gap:5px;align-items:center;justify-content:space-between;border-radius:4px;padding:1px 8px;font-size:13.5px;line-height:1.5;white-space:nowrap;border:1px solid transparent}
.eif .mark .cov{font-size:11.5px;font-variant-numeric:tabular-nums}
.eif .cc{background:#b10e1e;color:#fff}.eif .dv{background:#ffe9b8;color:#3d2a00;border-color:#d9a520}
.eif .es{background:#e3f2ea;color:#00472f;border-color:#a9d3be}.eif .em{background:#00573c;color:#fff}
.eif .ne{background:#fff;color:#505a5f;border:1px dashed #8d979e}.eif .na{background:transparent;color:#505a5f;border-color:transparent}
.eif .standing{white-space:nowrap;font-size:13px}
.eif .bar{display:flex;gap:2px;height:12px;border-radius:6px;overflow:hidden;background:#fff}
.eif .bar span,.eif .bar a{display:block;height:100%;min-width:3px}
.eif .bar.thin{height:10px}
.eif .fill-cc{background:#b10e1e}.eif .fill-dv{background:#ffc84a}.eif .fill-es{background:#8cc9a8}.eif .fill-em{background:#00573c}.eif .fill-ne{background:#c9ced3}.eif .fill-na{background:#eceff1}
.eif .notice{background:#fff;border:1px solid #d9dee3;border-left:4px solid #12436d;border-radius:4px;padding:10px 14px}
"""

_TABLES = """
.eif table{border-collapse:collapse;width:100%;font-size:14px;margin:0;color:inherit}
.eif caption{text-align:left;color:#505a5f;font-size:13px;padding:0 0 4px;caption-side:top}
.eif th,.eif td{text-align:left;padding:5px 8px;border:0;border-bottom:1px solid #e8ebee;vertical-align:middle;font-weight:400;background:transparent}
.eif thead th{font-size:12.5px;color:#505a5f;font-weight:600;border-bottom:1px solid #b9c1c8;vertical-align:bottom}
.eif tbody th{font-weight:600}.eif tbody tr:last-child>*{border-bottom:0}
.eif th.n,.eif td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.eif .scroll{overflow-x:auto}
.eif ul.list{list-style:none;margin:0;padding:0}
.eif ul.list li{margin:0;padding:5px 0;border-bottom:1px solid #eef0f2;display:flex;justify-content:space-between;align-items:baseline;gap:10px;font-size:14px}
.eif ul.list li:last-child{border-bottom:0}
"""

CSS = _FRAME + _TYPE + _PARTS + _TABLES
