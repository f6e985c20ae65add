"""The screens: each file defines `page()` and runs nothing when it is imported."""
