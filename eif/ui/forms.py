"""How does somebody give what they decide, and what are they told?

A `Form` draws labelled fields and a button. What is typed is kept as a draft at every change, so that a lost
connection loses nothing. What breaks a rule is said beside its field, and everything typed stays. Where
somebody else saved first, both texts stand side by side and nothing is overwritten. What was saved is said
above the form and stays there.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from eif.casework.desk import Desk
from eif.casework.drafts import as_day, draft_of, drop, keep
from eif.casework.errors import CaseworkError, Conflict, Refused
from eif.casework.given import HALVES
from eif.casework.store import AlreadySaved, Saved
from eif.casework.year import instant, local_time
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.shell import show

CSS = """
.eif .amiss{color:#9c0c1a;font-weight:600;margin:-8px 0 4px}
.eif .told{border-left:4px solid #00703c;background:#e3f2ea;padding:10px 14px;border-radius:4px}
.eif .told.bad{border-left-color:#9c0c1a;background:#fbeaec}
.eif .told.wait{border-left-color:#b58105;background:#fff4da}
.eif .versus{display:grid;grid-template-columns:1fr 1fr;gap:14px;margin-top:8px}
.eif .versus>div{background:#fff;border:1px solid var(--line);border-radius:4px;padding:8px 12px}
[class*="st-key-form-"]{background:#fff;border:1px solid var(--line);border-radius:8px;padding:13px 15px}
"""
Command = Callable[[int, str], Saved]


class Form:
    """One form of one page, for one record."""

    def __init__(
        self, key: str, desk: Desk, *, stands: Mapping[str, Any] | None = None, seen: int = 0
    ) -> None:
        """Begin the form `key`, unique to the record it is about.

        `stands` are the values of the record as it stands and `seen` is its version, 0 for a new one.
        """
        self.key = key
        self.desk = desk
        self.stands = dict(stands or {})
        self._draft = self._state("draft", lambda: draft_of(desk.store, desk.person, key))
        # The version that was on the screen when the form was opened, whatever is saved meanwhile.
        self._seen = self._state("seen", lambda: seen)
        self._fields: dict[str, str] = {}
        self._words: dict[str, Mapping[str, str]] = {}
        self.given: dict[str, Any] = {}

    def text(self, name: str, label: str, *, help_: str | None = None, height: int = 110) -> str:
        """Several lines of text."""
        st.text_area(label, key=self._place(name, label, ""), help=help_, height=height)
        return str(self._take(name))

    def line(self, name: str, label: str, *, help_: str | None = None) -> str:
        """One line of text."""
        st.text_input(label, key=self._place(name, label, ""), help=help_)
        return str(self._take(name))

    def choice(
        self, name: str, label: str, options: Mapping[str, str], *, help_: str | None = None
    ) -> str | None:
        """One of several, given as word and what is shown; None until one is chosen."""
        words = self._words[name] = dict(options)
        key = self._place(name, label, None)
        if st.session_state.get(key) not in words:
            st.session_state[key] = None
        st.selectbox(
            label,
            list(words),
            key=key,
            format_func=lambda word: words.get(word, word),
            placeholder="Choose",
            help=help_,
        )
        found = self._take(name)
        return None if found is None else str(found)

    def choices(self, name: str, label: str, options: Mapping[str, str]) -> list[str]:
        """Any of several."""
        words = self._words[name] = dict(options)
        key = self._place(name, label, [])
        st.session_state[key] = [word for word in st.session_state[key] or [] if word in words]
        st.multiselect(label, list(words), key=key, format_func=lambda word: words.get(word, word))
        return list(self._take(name))

    def day(
        self, name: str, label: str, *, usual: date | None = None, help_: str | None = None
    ) -> date | None:
        """A day, or None."""
        key = self._place(name, label, usual)
        st.session_state[key] = as_day(st.session_state[key])
        st.date_input(label, key=key, format="DD/MM/YYYY", help=help_)
        found = self._take(name)
        return found if isinstance(found, date) else None

    def days(self, name: str, label: str, *, usual: float = 1.0, most: float = 6.0) -> float:
        """Days in steps of a half; `stands` holds half days."""
        key = self._place(name, label, usual * HALVES)
        if f"{key}.days" not in st.session_state:
            st.session_state[f"{key}.days"] = (self._first(name, usual * HALVES) or 0) / HALVES
        st.number_input(
            label, min_value=0.0, max_value=float(most), step=0.5, format="%.1f", key=f"{key}.days"
        )
        self.given[name] = int(st.session_state[f"{key}.days"] * HALVES)
        self._amiss(name)
        return float(st.session_state[f"{key}.days"])

    def suggest(self, name: str, value: Any) -> None:
        """Offer a value for a field that is drawn next, unless somebody gave one of their own."""
        key, offered = self._name(f"field.{name}"), self._name(f"offered.{name}")
        if st.session_state.get(key, self._first(name)) in (None, "", st.session_state.get(offered)):
            st.session_state[key] = value
        st.session_state[offered] = value

    def save(self, button: str, command: Command, said: str | Callable[[Saved], str]) -> None:
        """Draw the button; when pressed, run `command` with the version seen and the form's own token.

        `said` is what the person is told once it is saved. Draws what was amiss, a conflict or a refusal.
        """
        self._keep_draft()
        self._show_conflict(command, said)
        if st.button(button, key=self._name("save"), type="primary"):
            self._run(command, said)

    def also(self, button: str, command: Command, said: str | Callable[[Saved], str]) -> None:
        """Draw a second button beside that of `save`, for another answer to the same form."""
        if st.button(button, key=self._name("also")):
            self._run(command, said)

    def _run(self, command: Command, said: str | Callable[[Saved], str]) -> None:
        token = self._state("token", lambda: uuid.uuid4().hex)
        st.session_state[self._name("problems")] = {}
        st.session_state.pop(f"{self.key}.told", None)
        try:
            saved = command(self._seen, token)
        except AlreadySaved as again:
            saved = again.saved
        except Conflict as conflict:
            st.session_state[self._name("conflict")] = conflict
            st.rerun()
        except Refused as refused:
            st.session_state[self._name("problems")] = refused.problems
            st.rerun()
        except CaseworkError as error:
            self._tell(str(error), "bad")
            st.rerun()
        drop(self.desk.store, self.desk.person, self.key)
        self._begin_again()
        self._tell(said if isinstance(said, str) else said(saved), "")
        st.rerun()

    def tell(self) -> None:
        """Show what became of the last press of the button, and whether a draft was brought back."""
        found = st.session_state.get(f"{self.key}.told")
        if found:
            words, css = found
            role = "alert" if css == "bad" else "status"
            show(f'<div class="told {css}" role="{role}">{escape(words)}</div>')
        problems = st.session_state.get(self._name("problems"))
        if problems:
            lines = "".join(f"<li>{escape(words)}</li>" for words in problems.values())
            show(
                f'<div class="told bad" role="alert">Not saved. What you typed is still here.'
                f"<ul>{lines}</ul></div>"
            )
        if self._draft:
            show(
                f'<div class="told wait" role="status">Your draft of {local_time(instant(self._draft.at))} '
                "was brought back; it is not saved yet.</div>"
            )
            if st.button("Discard the draft", key=self._name("discard")):
                drop(self.desk.store, self.desk.person, self.key)
                self._begin_again()
                st.rerun()

    def _show_conflict(self, command: Command, said: str | Callable[[Saved], str]) -> None:
        conflict: Conflict | None = st.session_state.get(self._name("conflict"))
        if conflict is None:
            return
        at = local_time(instant(conflict.at))
        show(
            f'<div class="told bad" role="alert">Changed by {escape(conflict.by)} at {at}, after you opened'
            " it. Nothing was overwritten and your text is still in the form."
            f'<div class="versus">{self._side("Yours", conflict.mine, conflict)}'
            f"{self._side(f'By {conflict.by}', conflict.theirs, conflict)}</div></div>"
        )
        mine, theirs = st.columns(2)
        with mine:
            if st.button("Save mine as the next version", key=self._name("mine"), width="stretch"):
                st.session_state[self._name("seen")] = self._seen = conflict.version
                st.session_state[self._name("conflict")] = None
                self._run(command, said)
        with theirs:
            if st.button("Keep theirs and close my draft", key=self._name("theirs"), width="stretch"):
                drop(self.desk.store, self.desk.person, self.key)
                self._begin_again()
                st.rerun()

    def _side(self, title: str, values: Mapping[str, Any], conflict: Conflict) -> str:
        differ = [name for name in self._fields if conflict.mine.get(name) != conflict.theirs.get(name)]
        lines = "".join(
            f"<dt>{escape(self._fields[name])}</dt><dd>{escape(self._plain(name, values.get(name)))}</dd>"
            for name in differ
        )
        return f"<div><b>{escape(title)}</b><dl>{lines}</dl></div>"

    def _plain(self, name: str, value: Any) -> str:
        """A value as it is read: the words of a choice, days of half days."""
        if value is None or value in ("", []):
            return "nothing"
        if isinstance(value, date):
            return day(value)
        if name.startswith("half_days"):
            return f"{value / HALVES:g}"
        chosen = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else [str(value)]
        words = self._words.get(name, {})
        return ", ".join(words.get(str(word), str(word)) for word in chosen)

    def _place(self, name: str, label: str, usual: Any) -> str:
        """The key of a field, which begins with the draft, what stands, or what is usual."""
        self._fields[name] = label
        key = self._name(f"field.{name}")
        if key not in st.session_state:
            st.session_state[key] = self._first(name, usual)
        return key

    def _first(self, name: str, usual: Any = None) -> Any:
        """What a field begins with: what was typed before it was left, else the draft or what stands."""
        typed = st.session_state.get(self._name("kept")) or {}
        if name in typed:
            return typed[name]
        first = self._draft.given.get(name) if self._draft else self.stands.get(name)
        return usual if first is None else first

    def _take(self, name: str) -> Any:
        self.given[name] = st.session_state[self._name(f"field.{name}")]
        self._amiss(name)
        return self.given[name]

    def _amiss(self, name: str) -> None:
        words = (st.session_state.get(self._name("problems")) or {}).get(name)
        if words:
            show(f'<p class="amiss">{escape(words)}</p>')

    def _keep_draft(self) -> None:
        first = self._state("first", lambda: dict(self.given))
        kept = self._state("kept", lambda: dict(first))
        if self.given != kept:
            keep(self.desk.store, self.desk.person, self.key, self.given)
            st.session_state[self._name("kept")] = dict(self.given)

    def _tell(self, words: str, css: str) -> None:
        st.session_state[f"{self.key}.told"] = (words, css)

    def _begin_again(self) -> None:
        st.session_state[f"{self.key}.round"] = st.session_state.get(f"{self.key}.round", 0) + 1

    def _name(self, part: str) -> str:
        return f"{self.key}.{st.session_state.get(f'{self.key}.round', 0)}.{part}"

    def _state(self, part: str, begin: Callable[[], Any]) -> Any:
        key = self._name(part)
        if key not in st.session_state:
            st.session_state[key] = begin()
        return st.session_state[key]
