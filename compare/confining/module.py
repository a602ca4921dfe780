"""A module as text: from the folder of the file that is checked, or supplied by us."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """What an import statement of theirs gives.

    Attributes
    ----------
    name
        As it is imported, with dots.
    ours
        Whether we supplied it; else it lies beside the file.
    recorded
        Whether what it computes belongs to the graph.
    """

    name: str
    text: str
    statements: list[ast.stmt]
    ours: bool = False
    recorded: bool = True

    @property
    def assigned(self) -> set[str]:
        """The names that its top level would assign if all of it were run."""
        statements = [each for each in self.statements if not _is_definition(each)]
        nodes = (node for each in statements for node in ast.walk(each))
        return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}

    def to_run(self) -> Iterator[ast.stmt]:
        """Walk over what is run on import: imports, definitions, and values that they need."""
        made = {each.name for each in self.statements if isinstance(each, ast.FunctionDef)}
        for statement in self.statements:
            needed = _is_definition(statement) or _runs(statement) or _is_value(statement, made)
            if self.ours or needed:
                yield statement


def _is_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _runs(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Try():
            return True
        case ast.If(test=test):
            return not any(isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(test))
    return False


def _is_value(statement: ast.stmt, functions: set[str]) -> bool:
    """An assignment that calls nothing of the module's own functions, and reads nothing in."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return False
    called = {
        node.func.id
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return not called & (functions | {"eval", "exec", "exit", "input", "open", "quit"})
