"""How is a JSON list of flat objects read as the same table of text?"""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa

from eif.extracts.errors import ExtractError
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.table import Table, check_size

# Half of a pair that stands for one character; no text file can hold it.
_HALF = re.compile("[\ud800-\udfff]")
_TO_DO = "Load the file as its publisher gives it, or its CSV."


def read_objects(text: str, name: str, limits: Limits = COMMAND_LINE) -> Table:
    """One row per object, one column per name in the order first met; null is empty text.

    Numbers are kept as they are written; records are numbered as if under a header. An object that lacks a
    name is padded, and one without any value is a row too. Raises ExtractError where the text is not such a
    list.
    """
    try:
        given = json.loads(text, object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise ExtractError(f"The JSON cannot be read ({error}).", f"File {name}.", _TO_DO) from error
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise ExtractError("The JSON is not a list of objects.", f"File {name}.", _TO_DO)
    header = list(dict.fromkeys(key for each in given for key in each))
    check_size(len(header), len(given), name, limits)
    if _HALF.search("".join(header)):
        raise ExtractError("A name in the JSON holds half a character.", f"File {name}.", _TO_DO)
    columns = [
        pa.array(
            [_text(each.get(key), key, number, name) for number, each in enumerate(given, 2)], pa.string()
        )
        for key in header
    ]
    return Table(
        pa.Table.from_arrays(columns, names=header),
        pa.array(range(2, len(given) + 2), pa.int32()),
        padded=sum(len(each) < len(header) for each in given),
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("one object gives a name twice")
    return found


def _text(value: Any, key: str, number: int, name: str) -> str:
    if isinstance(value, (list, dict)):
        raise ExtractError(
            f"The value of {key!r} is itself a list or an object.", f"File {name}, record {number}.", _TO_DO
        )
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    if not text.isascii() and _HALF.search(text):
        raise ExtractError(
            f"The value of {key!r} holds half a character.", f"File {name}, record {number}.", _TO_DO
        )
    return text
