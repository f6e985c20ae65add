"""How is one choice kept in the address, so that a link brings back the same picture?

The address holds ids (`?phase=primary`), the widget shows words. A choice that stands without asking is
left out of the address. A step back in the browser is followed; a choice just made is never overridden by an
address that is still the old one.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose(label: str, key: str, options: Mapping[str, str], default: str, *, as_tabs: bool = False) -> str:
    """Offer `options` (id to words) under `label`; the parameter `key` of the address asks for one.

    A word in place of an id is understood. `default` stands where the address asks for nothing that is
    offered.
    """
    given = st.query_params.get(key)
    ids = {word: one for one, word in options.items()} | {one: one for one in options}
    asked = ids.get(given or "", default) if given is not None else default
    _follow(key, asked, list(options))
    if as_tabs:
        chosen = st.segmented_control(
            label, list(options), format_func=lambda one: options[one], key=_widget(key), required=True,
            wrap=True, label_visibility="collapsed", default=None,
        )  # fmt: skip
    else:
        chosen = st.selectbox(label, list(options), format_func=lambda one: options[one], key=_widget(key))
    _write(key, given, chosen or default, default, asked)
    return chosen or default


def choose_some(label: str, key: str, options: Mapping[str, str], default: list[str], most: int) -> list[str]:
    """Offer several of `options` at once, `most` of them; in the address they are divided by commas."""
    given = st.query_params.get(key)
    wanted = [one for one in (given or "").split(",") if one in options][:most]
    asked = wanted or default[:most]
    if len(st.session_state.get(_widget(key), ())) > most:
        del st.session_state[_widget(key)]
    _follow(key, asked, list(options))
    chosen = st.multiselect(
        label, list(options), format_func=lambda one: options[one], key=_widget(key), max_selections=most
    )
    _write(key, given, ",".join(chosen), ",".join(default[:most]), ",".join(asked))
    return chosen or default[:most]


def _widget(key: str) -> str:
    return f"choose_{key}"


def _follow(key: str, asked: str | list[str], offered: list[str]) -> None:
    """Take what the address asks for, unless the visitor has just chosen something else that is offered."""
    widget, shown = _widget(key), st.session_state.get(f"{key}_shown")
    now = st.session_state.get(widget)
    known = all(one in offered for one in (now if isinstance(now, list) else [now]))
    if widget not in st.session_state or not known or now == shown:
        st.session_state[widget] = asked


def _write(key: str, given: str | None, chosen: str, default: str, asked: str) -> None:
    """Put a choice made since into the address; what the address asks for in vain is taken out of it."""
    if chosen != asked:
        if chosen == default:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = chosen
    elif given is not None and asked == default and given != chosen:
        st.query_params.pop(key, None)
    st.session_state[f"{key}_shown"] = st.session_state[_widget(key)]
