"""What code says of the format of its data: rows or columns, one-hot vectors or classes."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from compare.driving.definitions import Function
from compare.driving.roles import Role, role_of
from compare.driving.words import letters, words

ENCODERS = {"onehot", "categorical", "indicator", "binarizer", "onehotencode"}

ONE_COLUMN = re.compile(r"^\s*(y|Y|labels?|targets?)\b[^\n]*\(\s*[a-zA-Z]\w*\s*,\s*1\s*\)", re.M)


@dataclass
class Evidence:
    """What speaks for which format.

    Attributes
    ----------
    columns
        Above 0 for examples in columns, below 0 for rows.
    one_hot_inside
        Whether labels are class numbers that the code makes vectors of.
    one_output
        Whether a docstring gives the labels one column: ``y: true values, shape (n_samples, 1)``.
    """

    columns: float = 0.0
    one_hot_inside: bool = False
    softmax: bool = False
    flat_labels: bool = False
    pairs: bool = False
    matrix_labels: bool = False
    image: bool = False
    one_output: bool = False


def evidence(functions: Iterable[Function], statements: Iterable[ast.AST] = ()) -> Evidence:
    """Read what the code does with X, Y and the axes of sums."""
    found = Evidence()
    trees = [(each.node, each) for each in functions]
    for node, function in [*trees, *((each, None) for each in statements)]:
        if function is not None:
            roles = {role_of(each.name) for each in function.parameters}
            found.one_output |= (
                ONE_COLUMN.search(ast.get_docstring(function.node) or "") is not None
            )
            found.pairs |= Role.PAIRS in roles and Role.Y not in roles and not _unpacks(function)
        for each in ast.walk(node):
            _weigh(each, found)
    return found


def _unpacks(function: Function) -> bool:
    """``X, t = minibatch``: whole arrays, no list of pairs."""
    names = {each.name for each in function.parameters if role_of(each.name) is Role.PAIRS}
    return any(
        isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Tuple)
        and isinstance(each.value, ast.Name)
        and each.value.id in names
        for each in ast.walk(function.node)
    )


def _weigh(node: ast.AST, found: Evidence) -> None:
    match node:
        case ast.Assign(targets=[target], value=value):
            found.columns += _of_shape(target, value)
        case ast.Call():
            _weigh_call(node, found)
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            found.columns += _of_product(left, right)
        case ast.Subscript(slice=ast.Tuple(elts=parts)):
            if any(_is_label(part) for part in parts[1:]):
                found.one_hot_inside = True
        case ast.Subscript(value=ast.Call(func=function), slice=index) if _name(function) == "eye":
            found.one_hot_inside |= not _is_sequence(index)
        case ast.FunctionDef(name=name) if "softmax" in name.lower():
            found.softmax = True
        case ast.Name(id=name) if "softmax" in name.lower():
            found.softmax = True


def _of_shape(target: ast.expr, value: ast.expr) -> float:
    """``m = X.shape[1]`` speaks for columns, ``n_samples, n_features = X.shape`` for rows."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Attribute) and value.attr == "shape":
        first = role_of(ast.unparse(target.elts[0])) if _is_data(value.value) else Role.UNKNOWN
        return {Role.M: -1.0, Role.N_X: 1.0}.get(first, 0.0)
    match value:
        case ast.Subscript(
            value=ast.Attribute(value=owner, attr="shape"), slice=ast.Constant(value=axis)
        ):
            if not (_is_data(owner) or _is_label(owner)) or axis not in (0, 1):
                return 0.0
            role = role_of(ast.unparse(target))
            if role is Role.M or ast.unparse(target) in ("N", "n_sample", "num_examples"):
                return 1.0 if axis == 1 else -1.0
            if role in (Role.N_X, Role.N_Y):
                return 1.0 if axis == 0 else -1.0
        case ast.Call(func=ast.Name(id="len"), args=[owner]):
            if role_of(ast.unparse(target)) is Role.M and (_is_data(owner) or _is_label(owner)):
                return -0.5
    return 0.0


def _weigh_call(node: ast.Call, found: Evidence) -> None:
    name = _name(node.func)
    _weigh_labels(name, node, found)
    if name in ("dot", "matmul") and node.args:
        pair = node.args[:2]
        if len(pair) == 1 and isinstance(node.func, ast.Attribute):
            pair = [node.func.value, node.args[0]]
        if len(pair) == 2:
            found.columns += _of_product(pair[0], pair[1])
    if name == "sum":
        found.columns += _of_sum(node)
    if name in ("zeros", "ones", "randn", "rand"):
        found.columns += _of_bias(node)
    if name in ("randn", "normal", "rand", "uniform", "random"):
        found.columns += _of_weights(node)


def _weigh_labels(name: str, node: ast.Call, found: Evidence) -> None:
    """``one_hot(y)``, ``np.unique(y)``, ``zip(X, Y)``."""
    here = set(words(name))
    if {"one", "hot"} <= here or here & ENCODERS:
        found.one_hot_inside = True
    if name == "fit_transform":
        parts = (each for each in ast.walk(node) if isinstance(each, ast.expr))
        found.one_hot_inside |= any(_is_label(each) for each in parts)
    if name == "zip" and len(node.args) == 2:
        found.pairs |= _is_data(node.args[0]) and _is_label(node.args[1])
    if name == "unique" and node.args:
        found.flat_labels |= _is_label(node.args[0])


def _of_product(left: ast.expr, right: ast.expr) -> float:
    """``np.dot(W, X)`` speaks for columns, ``X @ W`` for rows."""
    if _is_weight(left) and (_is_data(right) or _is_activation(right)):
        return 2.0 if _is_data(right) else 1.0
    if _is_weight(right) and (_is_data(left) or _is_activation(left)):
        return -2.0 if _is_data(left) else -1.0
    return 0.0


def _of_sum(node: ast.Call) -> float:
    """``np.sum(dZ, axis=1, keepdims=True)`` of a gradient speaks for columns."""
    subject = node.args[0] if node.args else node.func
    if role_of(_core(subject)) is not Role.GRADIENT and "delta" not in words(_core(subject)):
        return 0.0
    axis = next((each.value for each in node.keywords if each.arg == "axis"), None)
    if isinstance(axis, ast.Constant):
        return {1: 0.7, 0: -0.7}.get(axis.value, 0.0) if isinstance(axis.value, int) else 0.0
    return 0.0


def _of_bias(node: ast.Call) -> float:
    """``np.zeros((n_h, 1))`` speaks for columns, ``(1, n_h)`` for rows."""
    shape = node.args[0] if node.args else None
    parts = shape.elts if isinstance(shape, ast.Tuple) else node.args
    if len(parts) == 2:
        ones = [isinstance(each, ast.Constant) and each.value == 1 for each in parts]
        return 0.5 * (ones[1] - ones[0])
    return 0.0


def _of_weights(node: ast.Call) -> float:
    """``randn(n_h, n_x)`` and ``randn(dims[l], dims[l - 1])`` speak for columns."""
    shape = next((each for each in node.args if isinstance(each, ast.Tuple)), None)
    parts = shape.elts if shape is not None else node.args
    if len(parts) != 2:
        return 0.0
    order = [_rank_of_size(each) for each in parts]
    if None in order or order[0] == order[1]:
        return 0.0
    return 1.0 if (order[0] or 0) > (order[1] or 0) else -1.0


def _rank_of_size(node: ast.expr) -> float | None:
    """How late in the network a size belongs: features 0, hidden units 1, outputs 9."""
    if isinstance(node, ast.Subscript):
        match node.slice:
            case ast.Name():
                return 5.0
            case ast.BinOp(op=ast.Sub()):
                return 4.0
            case ast.BinOp(op=ast.Add()):
                return 6.0
            case ast.Constant(value=int() as value):
                return float(value)
        return None
    role = role_of(_core(node))
    return {Role.N_X: 0.0, Role.N_H: 1.0, Role.N_Y: 9.0}.get(role)


def _core(node: ast.expr) -> str:
    """``W1`` for ``self.W1.T``, ``W`` for ``parameters["W" + str(l)]``."""
    while isinstance(node, ast.Attribute) and node.attr == "T":
        node = node.value
    if isinstance(node, ast.Subscript):
        strings = [
            each.value
            for each in ast.walk(node.slice)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        return strings[0] if strings else _core(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_data(node: ast.expr) -> bool:
    return role_of(_core(node)) is Role.X and not _is_transposed(node)


def _is_transposed(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _is_label(node: ast.expr) -> bool:
    return role_of(_core(node)) is Role.Y


def _is_weight(node: ast.expr) -> bool:
    name = _core(node)
    return role_of(name) in (Role.WEIGHT, Role.PARAMETERS) or letters(name)[:1] in (
        ("w",),
        ("syn",),
    )


def _is_activation(node: ast.expr) -> bool:
    name = letters(_core(node))
    return not _is_transposed(node) and name[:1] in (
        ("a",),
        ("activation",),
        ("h",),
        ("layer",),
        ("prev",),
    )


def _is_sequence(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice | ast.Constant)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
