"""Which small errors could stand in a module? One mutant for each comparison, operator and constant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.mutation.sql_mutants import Mutant

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMBINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its syntax tree. Docstrings and other texts stay."""
    places = len(list(_spots(ast.parse(text))))
    for place in range(places):
        tree = ast.parse(text)
        node = list(_spots(tree))[place]
        before = ast.unparse(node)
        _change(node)
        yield Mutant(getattr(node, "lineno", 0), before, ast.unparse(node), ast.unparse(tree))


def _spots(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if (
            (isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED)
            or (isinstance(node, ast.BinOp) and type(node.op) in COMBINED and not _of_texts(node))
            or isinstance(node, ast.BoolOp)
            or (isinstance(node, ast.Constant) and type(node.value) in (int, bool))
        ):
            yield node


def _of_texts(node: ast.BinOp) -> bool:
    return any(isinstance(each, ast.JoinedStr) for each in ast.walk(node))


def _change(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = COMPARED[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp):
        node.op = COMBINED[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
