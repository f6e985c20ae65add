"""A small grid, given by hand, for tests that need no database."""

from __future__ import annotations

from eif.outputs.grid import Area, Cell, Grid, Row

AREAS = (
    Area("attendance", "Attendance, exclusions and suspensions", "Attendance, exclusions"),
    Area("finance", "Financial health", "Finance"),
)
CATEGORIES = ("Causing Concern", "Developing", "Established", "Embedded", "Not enough evidence")
NO_EVIDENCE = Cell("insufficient", "0 of 7", "No rule reads data for this area yet.")


def school(urn: str, name: str, **other: object) -> Row:
    """One school: maintained, primary, green for attendance unless told otherwise."""
    given: dict[str, object] = {
        **{"phase": "Primary", "type_group": "Maintained", "pupils": 210, "constituency": "Erdington"},
        **{"postcode": "B24 9FP", "category": "Established", "reds": 0, "ambers": 0, "tier": 1, "days": 1.0},
        **{"why": "Green: attendance.", "cells": (Cell("green", "3 of 14", "No rule fails."), NO_EVIDENCE)},
    }
    return Row(urn=urn, name=name, **(given | other))  # type: ignore[arg-type]


def grid(*rows: Row) -> Grid:
    """A grid of two areas with these schools."""
    return Grid(AREAS, rows, CATEGORIES, len(rows))
