"""Read a formula as a person writes it in Python with NumPy's names.

    dW2 = 1 / m * np.dot(dZ2, A1.T)
    grads["db2"] = np.sum(dZ2, axis=1, keepdims=True) / X.shape[1]

The text is parsed, never run.  What is not on the lists below is refused by name.
"""

import ast
import warnings

from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Operator,
    Reduce,
    Reduction,
    Transpose,
)
from compare.formulas.functions import OF_ONE, function_name
from compare.formulas.limits import shortened
from compare.formulas.python_names import CONSTANTS, PythonNames
from compare.formulas.read import COMPARISONS, OPERATORS, FormulaError
from compare.formulas.statement import Statement

MODULES = ("np", "numpy", "math", "torch", "tf", "nn", "F")
OF_TWO: dict[str, Operator] = {
    "multiply": "*", "mul": "*", "add": "+", "subtract": "-", "divide": "/", "true_divide": "/",
    "power": "**", "pow": "**", "matmul": "@", "mm": "@",
}  # fmt: skip  # alike stand together
APPLIED = {
    "dot": 2, "maximum": 2, "minimum": 2, "logaddexp": 2, "round": 2, "where": 3, "clip": 3,
    "fmax": 2, "fmin": 2,
    **dict.fromkeys(("abs", "sign", "sqrt", "square", "cosh", "log1p", "log2", "log10"), 1),
    **dict.fromkeys(("absolute", "squeeze", "ravel", "max"), 1),
}  # fmt: skip  # alike stand together
SAME = {"absolute": "abs", "fmax": "maximum", "fmin": "minimum"}
UNCHANGED = ("float", "asarray", "array", "float64", "astype", "int", "copy")
REDUCTIONS: dict[str, Reduction] = {"sum": "sum", "mean": "mean", "average": "mean"}
METHODS = ("sum", "mean", "dot", "transpose", "astype", "copy", "max", "squeeze", "ravel", "item")


def read_python(text: str) -> Statement:
    """Read ``target = expression``, also ``+=``, ``-=``, and a chain of equations.

    Raises
    ------
    FormulaError
        If it does not parse, or holds anything that is not on the lists.
    """
    reader = _Reader(text)
    match reader.parsed():
        case ast.Assign(targets=targets, value=value):
            sides = [*targets, value]
            return reader.statement(sides)
        case ast.AugAssign(target=target, op=ast.Sub(), value=value):
            difference = ast.BinOp(target, ast.Sub(), value)
            return reader.statement([target, difference])
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            return reader.statement([target, value], adds=True)
        case ast.AugAssign(target=target, op=op, value=value):
            return reader.statement([target, ast.BinOp(target, op, value)])
        case ast.Expr(value=ast.Compare(left=left, ops=ops, comparators=rest)) if all(
            isinstance(op, ast.Eq) for op in ops
        ):
            return reader.statement([left, *rest])
    raise FormulaError(f"'{shortened(text)}' is no equation; write one as in dZ2 = A2 - Y")


class _Reader(PythonNames):
    """Reads one text; remembers what it read as something else."""

    def parsed(self) -> ast.stmt:
        """Parse one statement."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "0xfor", "1if": not ours to say
                body = ast.parse(self.text.strip().rstrip(";")).body
        except (SyntaxError, ValueError) as error:
            reason = getattr(error, "msg", None) or str(error)
            raise FormulaError(f"'{shortened(self.text)}' does not parse: {reason}") from None
        except (RecursionError, MemoryError):
            raise FormulaError(f"'{shortened(self.text)}' is nested too deep") from None
        if len(body) != 1:
            raise FormulaError(f"'{shortened(self.text)}' is not one equation but {len(body)}")
        return body[0]

    def statement(self, sides: list[ast.expr], *, adds: bool = False) -> Statement:
        """Read every side."""
        try:
            read = tuple(self.expression(side) for side in sides)
        except RecursionError:
            raise FormulaError(f"'{shortened(self.text)}' is nested too deep") from None
        return Statement(read, self.text, "python", adds, tuple(self.remarks))

    def expression(self, node: ast.expr) -> Expression:
        """Read one expression."""
        match node:
            case ast.Name() | ast.Subscript():
                return self.quantity(node)
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Number(_finite(value))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negate(self.expression(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return self.binary(left, op, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.comparison(left, op, right)
            case ast.Attribute():
                return self.attribute(node)
            case ast.Call():
                return self.call(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                parts = (self.expression(part) for part in (test, body, orelse))
                return Apply("where", tuple(parts))
        raise self.refused(node, "has no meaning in a formula")

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> Expression:
        """Read two operands; a power of e is the exponential."""
        if isinstance(op, ast.Pow) and (
            ast.unparse(left) in CONSTANTS or (isinstance(left, ast.Name) and left.id == "e")
        ):
            return Call("exp", self.expression(right))
        return Binary(OPERATORS[type(op)], self.expression(left), self.expression(right))

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expression:
        """Read one comparison, as in ``dA * (Z > 0)``."""
        parts = (self.expression(left), self.expression(right))
        if type(op) in OPERATORS:
            return Binary(OPERATORS[type(op)], *parts)
        if type(op) in COMPARISONS:
            return Apply(COMPARISONS[type(op)], parts)
        raise self.refused(left, "is compared in a way that no formula needs")

    def call(self, node: ast.Call) -> Expression:
        """Read a call of a function on the lists, or of a method of an array."""
        name, arguments = self.called(node)
        options = {word.arg: word.value for word in node.keywords}
        if name in REDUCTIONS and arguments:
            return self.reduction(REDUCTIONS[name], arguments, options)
        if name in UNCHANGED and arguments:
            return self.expression(arguments[0])
        if options:
            raise self.refused(node, "has an option that no formula needs")
        return self.plain_call(node, name, arguments)

    def plain_call(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> Expression:
        """Read a call without options."""
        if name == "transpose" and len(arguments) == 1:
            return Transpose(self.expression(arguments[0]))
        if name == "len" and len(arguments) == 1:
            return self.size(arguments[0], ast.Constant(0))
        if name in OF_TWO and len(arguments) == 2:
            return self.binary_call(OF_TWO[name], arguments)
        if name == "max" and len(arguments) == 2:
            name = "maximum"
        if name == "min" and len(arguments) == 2:
            name = "minimum"
        if APPLIED.get(name) == len(arguments):
            read = tuple(self.expression(argument) for argument in arguments)
            return Apply(SAME.get(name, name), read)
        if name.endswith("_backward") and len(arguments) == 2:
            dA, Z = (self.expression(argument) for argument in arguments)
            return Binary("*", dA, Call(name.removesuffix("_backward"), Z, prime=True))
        function = function_name(name)
        if function and len(arguments) == 1:
            return Call(function[0], self.expression(arguments[0]), prime=function[1])
        known = ", ".join((*OF_ONE, *REDUCTIONS, *OF_TWO, *APPLIED))
        raise self.refused(node.func, f"may not be called with {len(arguments)}; may be: {known}")

    def binary_call(self, operator: Operator, arguments: list[ast.expr]) -> Expression:
        """Read ``np.multiply(a, b)``."""
        left, right = (self.expression(argument) for argument in arguments)
        return Binary(operator, left, right)

    def called(self, node: ast.Call) -> tuple[str, list[ast.expr]]:
        """Give a function's name, and its arguments; the array of a method is the first."""
        match node.func:
            case ast.Name(id=name):
                return name, node.args
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
                return name, node.args
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return name, node.args
            case ast.Attribute(value=value, attr=name) if name in METHODS:
                return name, [value, *node.args]
        raise self.refused(node.func, "may not be called in a formula")

    def reduction(
        self, name: Reduction, arguments: list[ast.expr], options: dict[str | None, ast.expr]
    ) -> Expression:
        """Read a sum or a mean; without keepdims the axis is lost, as in NumPy."""
        operand, *rest = arguments
        axis_node = options.pop("axis", rest[0] if rest else ast.Constant(None))
        keep = options.pop("keepdims", ast.Constant(False))
        if options or len(rest) > 1:
            raise self.refused(operand, "is summed with more than axis and keepdims")
        axis = _axis(axis_node)
        if not isinstance(keep, ast.Constant) or not (axis is None or axis in (0, 1)):
            raise self.refused(axis_node, "is no axis; write 0 or 1")
        reduced = Reduce(name, self.expression(operand), axis)
        if keep.value or axis is None:
            return reduced
        return Apply("ravel", (reduced,))


def _finite(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _axis(node: ast.expr) -> int | None:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return 2 - value
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return value
    return None if isinstance(node, ast.Constant) else 9
