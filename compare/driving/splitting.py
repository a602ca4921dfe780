"""What of a file is run as it stands, and what is only read: definitions and script."""

import ast
from dataclasses import dataclass, field

from compare.driving.roles import Role, held_out, role_of
from compare.driving.words import words
from compare.reading.source import Source

SCRIPTS = {"main", "run", "demo", "example", "test", "experiment"}


@dataclass(frozen=True)
class Statement:
    """A statement of the top level with its unit."""

    unit: int
    node: ast.stmt


@dataclass
class Split:
    """A file in two.

    Attributes
    ----------
    definitions
        Imports, functions, classes and literal constants: run before anything is called.
    script
        Everything else, the body of ``if __name__ == "__main__"`` included, in order: reading data,
        training, plotting.  A statement of it is run only when something needs it.
    """

    definitions: list[Statement] = field(default_factory=list)
    script: list[Statement] = field(default_factory=list)


def split(source: Source) -> Split:
    """Tell definitions from script."""
    result = Split()
    constants: set[str] = set()
    for unit, piece in enumerate(source.units):
        for node in piece.statements:
            _place(Statement(unit, node), result, constants)
    return result


def _place(statement: Statement, result: Split, constants: set[str]) -> None:
    node = statement.node
    if is_main(node):
        assert isinstance(node, ast.If)
        for inner in node.body:
            _place(Statement(statement.unit, inner), result, constants)
    elif _defines(node) or _seeds(node):
        result.definitions.append(statement)
        if isinstance(node, ast.FunctionDef) and _is_script(node):
            result.script += [
                Statement(statement.unit, inner)
                for inner in node.body
                if not isinstance(inner, ast.Return)
            ]
    elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_constant(node, constants):
        if any(is_count(name) for name in targets(node)):
            result.script.append(statement)
            return
        constants.update(targets(node))
        result.definitions.append(statement)
        result.script.append(statement)
    else:
        constants.difference_update(targets(node))
        result.script.append(statement)


def is_main(node: ast.stmt) -> bool:
    """``if __name__ == "__main__":``."""
    return isinstance(node, ast.If) and any(
        isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test)
    )


def _is_script(node: ast.FunctionDef) -> bool:
    """``def main():`` is a script that somebody wrapped."""
    arguments = node.args
    takes_nothing = not (arguments.args or arguments.vararg or arguments.kwonlyargs)
    return takes_nothing and not SCRIPTS.isdisjoint(words(node.name))


def _defines(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return True
        case ast.ClassDef() | ast.Global():
            return True
        case ast.Try() | ast.If():
            inner = [
                *node.body,
                *node.orelse,
                *(s for h in getattr(node, "handlers", []) for s in h.body),
            ]
            real = [each for each in inner if not isinstance(each, ast.Pass)]
            return bool(real) and all(_defines(each) for each in node.body)
    return False


def _seeds(node: ast.stmt) -> bool:
    """``np.random.seed(1)``."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and (
            isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr in ("seed", "seterr", "set_printoptions")
        )
    )


def _is_constant(node: ast.Assign | ast.AnnAssign, constants: set[str]) -> bool:
    """Literals, and what is computed from literals by operators: sizes, rates, names of options."""
    allowed = (
        ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp, ast.BinOp, ast.Lambda,
        ast.operator, ast.unaryop, ast.expr_context, ast.Name, ast.Subscript, ast.Slice,
    )  # fmt: skip
    if node.value is None:
        return False
    if isinstance(node.value, ast.Lambda):
        return True
    written = node.targets if isinstance(node, ast.Assign) else [node.target]
    changed = [each for each in written if not isinstance(each, ast.Name | ast.Tuple)]
    return all(
        isinstance(each, allowed) and (not isinstance(each, ast.Name) or each.id in constants)
        for part in (node.value, *changed)  # ``hidden[mask] = 0`` is no constant
        for each in ast.walk(part)
    )


def is_count(name: str) -> bool:
    """Whether a name stands for how many examples there are, which is ours to choose."""
    return role_of(name) is Role.M and not held_out(name)


def targets(node: ast.stmt) -> set[str]:
    """The names that a statement assigns, also inside loops and branches."""
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store | ast.Del)
    }


def changes(node: ast.stmt) -> set[str]:
    """The names whose values a statement changes: assigned, ``layers.append(...)``."""
    changed = targets(node)
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute | ast.Subscript) and isinstance(each.ctx, ast.Store):
            changed |= _root(each)
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            changed |= _root(each.func)
    return changed


def reads(node: ast.AST) -> set[str]:
    """The names that a statement reads."""
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()
