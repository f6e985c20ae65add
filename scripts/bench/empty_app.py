"""What does Streamlit alone cost in a browser? Two pages of one line each: the baseline of the grid."""

import streamlit as st


def first() -> None:
    """One line."""
    st.html("<p id='first'>first</p>")


def second() -> None:
    """Another line."""
    st.html("<p id='second'>second</p>")


st.navigation([st.Page(first, title="First", default=True), st.Page(second, title="Second")]).run()
