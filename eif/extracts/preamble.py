"""Does a text file begin with lines of its publisher's, above the column names?

Some months of Ofsted's management information have a title and a note above the header. As in a workbook, the
header is the first of the top records whose columns are a known layout's.
"""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice

from eif.extracts.recognise import match
from eif.extracts.workbook import HEADER_WITHIN

# Characters in which the top records must end: far more than the widest official header.
_MOST_TOP = 1_000_000


def without_preamble(text: str) -> tuple[str, int]:
    """The text from its header on, and how many records stand above it.

    The text as it is, and 0, where its first record is a header, or none of the top records is.
    """
    lines = StringIO(text[:_MOST_TOP], newline="")
    reader = csv.reader(lines)
    start = 0
    try:
        for above, record in enumerate(islice(reader, HEADER_WITHIN)):
            if match([field.strip() for field in record], "csv"):
                return text[start:], above
            start = lines.tell()
    except csv.Error:
        return text, 0
    return text, 0
