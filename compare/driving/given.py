"""X and Y that functions write down or read in themselves: ours take their place.

X = np.array([[0, 0], [0, 1]])        becomes    X = __given__("X")
X_train, y_train = load_data()        becomes    X_train, y_train = __given__("X_train", "y_train")
"""

import ast
import copy

from compare.driving.literals import literal
from compare.driving.readers import reads_data
from compare.driving.roles import data_role

GIVE = "__given__"


class Giving(ast.NodeTransformer):
    """Replaces data inside functions; the top level is the script's, and handled there."""

    def __init__(self) -> None:
        self._depth = 0
        self.replaced: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Go into a function."""
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """Replace the value of an assignment that makes data."""
        names = _names(node.targets[0])
        if not self._depth or not names or not _is_source(node.value):
            return node
        if any(data_role(name) is None for name in names):
            return node
        arguments: list[ast.expr] = [ast.Constant(name) for name in names]
        call = ast.Call(ast.Name(GIVE, ast.Load()), arguments, [])
        result = ast.Assign(node.targets, ast.copy_location(call, node.value))
        for each in (call.func, *arguments):
            ast.copy_location(each, node.value)
        self.replaced.update(names)
        return ast.copy_location(result, node)


def with_given(statement: ast.stmt) -> ast.stmt:
    """Return a definition whose data are ours; the same one, if it makes none."""
    giving = Giving()
    result = giving.visit(copy.deepcopy(statement))
    return result if giving.replaced else statement


def makes_data(node: ast.AST) -> bool:
    """Whether a function writes down or reads X or Y itself."""
    return any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == GIVE
        for each in ast.walk(node)
    )


def _names(target: ast.expr) -> list[str]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    names = [each.id for each in parts if isinstance(each, ast.Name)]
    return names if len(names) == len(parts) else []


def _is_source(value: ast.expr) -> bool:
    """A literal array of more than one row, or a call that reads data."""
    array = literal(value)
    if array is not None:
        return bool(array.ndim >= 1 and array.size > 2)
    return isinstance(value, ast.Call) and reads_data(value)
