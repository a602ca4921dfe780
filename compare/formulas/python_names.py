"""The quantities of a formula in Python: names, stores, layers, shapes, attributes."""

import ast
from dataclasses import replace

from compare.formulas.expression import Call, Columns, Expression, Name, Number, Transpose
from compare.formulas.identifier import symbol_of_identifier
from compare.formulas.limits import shortened
from compare.formulas.read import FormulaError
from compare.formulas.symbol import Symbol, symbol_of

CONSTANTS = {"np.e", "math.e", "numpy.e"}
STORES = ("grads", "gradients", "parameters", "params", "cache", "caches", "self", "forward")
LARGEST_TEXT = 20


class PythonNames:
    """Reads names; ``expression`` is the reader's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.remarks: dict[str, None] = {}

    def expression(self, node: ast.expr) -> Expression:
        """Read one expression."""
        raise NotImplementedError

    def quantity(self, node: ast.expr) -> Expression:
        """Read a name, also out of a store: ``grads["dW2"]``, ``W[1]``, ``X.shape[1]``."""
        match node:
            case ast.Name(id=name):
                return _named(name)
            case ast.Subscript(value=ast.Attribute(attr="shape", value=value), slice=index):
                return self.size(value, index)
            case ast.Subscript(slice=ast.Constant(value=str() as key)):
                return _named(key)
            case ast.Subscript(slice=ast.BinOp(left=ast.Constant(value=str() as key), right=layer)):
                return self.of_layer(_named(key), layer)
            case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(), ast.Slice() as columns])):
                return self.columns(node, columns)
            case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(None, None), column])):
                return self.of_sample(self.expression(node.value), column)
            case ast.Subscript(value=value, slice=index):
                return self.of_layer(self.expression(value), index)
        raise self.refused(node, "is no quantity")

    def size(self, value: ast.expr, index: ast.expr) -> Expression:
        """Read ``X.shape[1]`` as the number it is."""
        symbol = self.expression(value)
        match symbol, index:
            case Name(id), ast.Constant(value=0 | 1 as axis):
                return Name(f"{id}.shape.{axis}")
        raise self.refused(value, "has no shape that is known; write m or n_x")

    def of_layer(self, value: Expression, index: ast.expr) -> Expression:
        """Mark a quantity with a layer, or with a sample where the index is i."""
        written = ast.unparse(index).replace(" ", "").strip("'\"")
        written = written.removeprefix("str(").removesuffix(")")
        if not isinstance(value, Name) or not written.replace("-", "").replace("+", "").isalnum():
            raise self.refused(index, "is no index of a quantity")
        symbol = symbol_of(value.id)
        if written in ("i", "j", "k") and not symbol.layer:
            return Name(_with(symbol, sample=written).id)
        if len(written) > LARGEST_TEXT:
            raise self.refused(index, "is no layer")
        return Name(_with(symbol, layer=written).id)

    def of_sample(self, value: Expression, column: ast.expr) -> Expression:
        """Mark a quantity with a sample: ``X[:, i]``."""
        written = ast.unparse(column)
        if not isinstance(value, Name) or not written.isalnum():
            raise self.refused(column, "is no column of a quantity")
        return Name(_with(symbol_of(value.id), sample=written).id)

    def columns(self, node: ast.Subscript, columns: ast.Slice) -> Expression:
        """Read ``dZ[:, :-1]``."""
        if columns.step is not None:
            raise self.refused(node, "takes columns in steps, which no formula needs")
        ends = [_position(end) for end in (columns.lower, columns.upper)]
        return Columns(self.expression(node.value), ends[0], ends[1])

    def attribute(self, node: ast.Attribute) -> Expression:
        """Read ``.T``; a store, ``self.W1``; nothing else."""
        written = ast.unparse(node)
        match node:
            case ast.Attribute(attr="T", value=value):
                return Transpose(self.expression(value))
            case ast.Attribute(attr="t", value=value):
                self.remarks["NumPy's transpose is .T, and .t is none"] = None
                return Transpose(self.expression(value))
            case ast.Attribute(attr="size", value=ast.Name(id="Y" | "y")):
                return Name("m")
            case ast.Attribute(value=ast.Name(id=store), attr=name) if store in STORES:
                return _named(name)
        if written in CONSTANTS:
            return Call("exp", Number(1))
        raise self.refused(
            node, "is not allowed; of attributes a formula has .T, .shape[0], .shape[1]"
        )

    def refused(self, node: ast.AST, why: str) -> FormulaError:
        """Say which part is meant."""
        try:
            part = ast.unparse(node)
        except (RecursionError, ValueError):
            part = self.text
        return FormulaError(f"'{shortened(part)}' {why}")


def _named(name: str) -> Expression:
    symbol, transposed = symbol_of_identifier(name)
    return Transpose(Name(symbol.id)) if transposed else Name(symbol.id)


def _with(symbol: Symbol, *, layer: str = "", sample: str = "") -> Symbol:
    return replace(symbol, layer=layer or symbol.layer, sample=sample or symbol.sample)


def _position(node: ast.expr | None) -> int | None:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
        case ast.Constant(value=int() as value):
            return value
    return None
