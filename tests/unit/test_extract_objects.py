"""Are JSON lists read as tables, and is other JSON refused with a sentence that helps?"""

from __future__ import annotations

from pathlib import Path

import pytest

from eif.extracts import ExtractError
from eif.extracts.contents import kind_of
from eif.extracts.objects import read_objects


def test_a_list_of_objects_is_a_table_of_text() -> None:
    table = read_objects(
        '[{"URN": "900001", "a": 1.50, "b": null}, {"URN": 900002, "b": true, "c": 2547}]', "x.json"
    )
    assert table.columns.to_pydict() == {
        "URN": ["900001", "900002"],
        "a": ["1.50", ""],
        "b": ["", "true"],
        "c": ["", "2547"],
    }
    assert table.source_row.to_pylist() == [2, 3]
    assert table.padded == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "The JSON cannot be read"),
        ("{}", "not a list of objects"),
        ("[]", "not a list of objects"),
        ("[1, 2]", "not a list of objects"),
        ('[{"a": 1}, {"a": [1]}]', "The value of 'a' is itself a list or an object. File x.json, record 3."),
        ('[{"a": 1, "a": 2}]', "one object gives a name twice"),
        ('[{"a": "\\ud800"}]', "half a character"),
        ('[{"\\ud800": 1}]', "half a character"),
        ("[" * 200_000, "The JSON cannot be read"),
    ],
)
def test_other_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(ExtractError) as told:
        read_objects(text, "x.json")
    assert message in str(told.value)


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b' \n[{"a": 1}]', "x.csv", "json"),
        (b'\xef\xbb\xbf{"a": 1}', "x", "json"),
        (b"[section]\n", "x.toml", "toml"),
        (b"a,b\n[1],2\n", "x.json", "csv"),
    ],
)
def test_json_is_known_by_its_first_character(content: bytes, name: str, form: str) -> None:
    assert kind_of(content, str(Path(name))) == form
