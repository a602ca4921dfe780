"""What Python 3 parses and Python 2 meant otherwise: ``xrange``, ``print >> f``, ``1 / m``."""

import ast
from collections.abc import Sequence

from compare.reading.source import Problem, Unit

NAMES = {"xrange": "range", "raw_input": "input", "unicode": "str", "unichr": "chr", "long": "int"}
ATTRIBUTES = {"iteritems": "items", "iterkeys": "keys", "itervalues": "values"}

ROUNDED_DOWN = "Python 2 divides whole numbers down; read as Python 3 does"


class _Modern(ast.NodeTransformer):
    """Replace names that Python 3 does not have, where the file does not define them."""

    def __init__(self, defined: set[str]) -> None:
        self.defined = defined
        self.problems: list[Problem] = []

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._modern(node, node.id, NAMES)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node.attr = self._modern(node, node.attr, ATTRIBUTES)
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        match node.value:
            case ast.BinOp(left=ast.Call(func=ast.Name(id="print")) as call, op=ast.Mod()) as text:
                if len(call.args) == 1:  # print("...") % x
                    text.left, call.args = call.args[0], [text]
                    node.value = call
                    self._say(node, "print(...) % x; read as print(... % x)")
            case (
                ast.BinOp(left=ast.Name(id="print"), op=ast.RShift())
                | ast.Tuple(elts=[ast.BinOp(left=ast.Name(id="print"), op=ast.RShift()), *_])
            ):
                node.value = ast.copy_location(ast.Constant(None), node.value)
                self._say(node, "print >> f; nothing is printed")
        return node

    def _modern(self, node: ast.expr, old: str, names: dict[str, str]) -> str:
        if old not in names or old in self.defined:
            return old
        self._say(node, f"{old}; read as {names[old]}")
        return names[old]

    def _say(self, node: ast.expr | ast.stmt, words: str) -> None:
        self.problems.append(Problem(node.lineno, f"Python 2's {words}", kind="repaired"))


def modernise(statements: list[ast.stmt]) -> list[Problem]:
    """Replace in place what only Python 2 has; say what and where."""
    modern = _Modern(_defined(statements))
    for statement in statements:
        modern.visit(statement)
    return modern.problems


def _defined(statements: list[ast.stmt]) -> set[str]:
    """The names that statements bind, wherever they do."""
    defined = set()
    for node in (node for statement in statements for node in ast.walk(statement)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                defined.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                defined.add(name)
            case ast.alias():
                defined.add(node.asname or node.name)
    return defined


def floor_division(units: Sequence[Unit]) -> list[Problem]:
    """Find the first ``1 / m``, which was 0 for Python 2 unless the file asked for more."""
    found: list[Problem] = []
    for unit in units:
        for node in (node for statement in unit.statements for node in ast.walk(statement)):
            match node:
                case ast.ImportFrom(module="__future__", names=names):
                    if any(alias.name == "division" for alias in names):
                        return []
                case ast.BinOp(left=ast.Constant(value=int()), op=ast.Div(), right=right):
                    if not isinstance(right, ast.Constant | ast.Call):
                        found.append(Problem(node.lineno, ROUNDED_DOWN, unit.cell, "repaired"))
    return found[:1]
