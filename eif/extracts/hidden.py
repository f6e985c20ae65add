"""What does a workbook hold that nobody sees who opens it: hidden sheets, and formulas behind its figures?"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_HIDDEN = re.compile(rb'\bstate="(?:hidden|veryHidden)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def hidden_in(content: bytes) -> list[str]:
    """Each hidden sheet by name, and how many cells hold a formula, of a workbook (`xlsx`) that was read."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
        formulas = sum(
            len(_FORMULA.findall(archive.read(member)))
            for member in archive.namelist()
            if member.startswith("xl/worksheets/") and member.endswith(".xml")
        )
    names = [_NAME.search(sheet) for sheet in sheets if _HIDDEN.search(sheet)]
    told = [f"hidden sheet {name[1].decode('utf-8', 'replace')}" for name in names if name]
    return [*told, f"cells that hold a formula: {formulas:,}"] if formulas else told
