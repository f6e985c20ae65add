"""A workbook's hidden sheets and formulas are noted."""

from __future__ import annotations

import io

import openpyxl

from eif.extracts.hidden import hidden_in


def workbook(*, hide: bool, formula: bool) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["URN", "=1+1" if formula else 2])
    book.create_sheet("Old figures").sheet_state = "veryHidden" if hide else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_hidden_sheets_are_named_and_formulas_counted() -> None:
    assert hidden_in(workbook(hide=True, formula=True)) == [
        "hidden sheet Old figures",
        "cells that hold a formula: 1",
    ]


def test_nothing_is_noted_of_a_plain_workbook() -> None:
    assert hidden_in(workbook(hide=False, formula=False)) == []
