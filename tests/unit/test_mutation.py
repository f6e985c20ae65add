"""Does the tool that tries our tests make the changes it should, and no others?"""

from __future__ import annotations

from tests.mutation import python_mutants, sql_mutants


def changes(text: str) -> list[str]:
    return [f"{each.before} -> {each.after}" for each in sql_mutants.mutants(text)]


def test_every_operator_and_constant_of_a_statement_is_changed_once() -> None:
    found = list(sql_mutants.mutants("select a + 1\nfrom t where b >= c"))
    assert [(each.line, each.text) for each in found] == [
        (1, "select a - 1\nfrom t where b >= c"),
        (1, "select a + 2\nfrom t where b >= c"),
        (2, "select a + 1\nfrom t where b > c"),
    ]


def test_comments_texts_and_the_star_of_a_select_are_left_alone() -> None:
    assert changes("-- 1 < 2\nselect t.*, count(*), '3 < 4' from t") == []


def test_the_and_of_between_is_no_operator_and_the_next_one_is() -> None:
    assert changes("where a between b and c and d") == ["and -> or"]


def test_a_left_join_becomes_an_inner_one_and_a_left_column_stays() -> None:
    assert changes("from a left join b using (left_side)") == ["left -> inner"]


def test_null_tests_and_negations_are_turned_round() -> None:
    assert changes("where a is null or not b") == ["is -> is not", "or -> and", "not -> nothing"]


def test_a_module_is_changed_in_its_syntax_and_not_in_its_texts() -> None:
    found = python_mutants.mutants('def f(a):\n    """Nought or 1."""\n    return a < 3 and a != 0')
    assert [f"{each.before} -> {each.after}" for each in found] == [
        "a < 3 and a != 0 -> a < 3 or a != 0",
        "a < 3 -> a <= 3",
        "a != 0 -> a == 0",
        "3 -> 4",
        "0 -> 1",
    ]
