"""Expressions: every operator, call and subscript becomes a call of a hook.

The operands stay where they are and are evaluated in the same order; ``and``, ``or``, ``not``, the
conditional expression and chained comparisons stay Python's own.
"""

import ast
from typing import Any

from compare.recording.operators import BINARY, COMPARISONS, UNARY
from compare.recording.places import Place, register, site_of
from compare.recording.scopes import Scope
from compare.recording.trees import (
    TEMPORARY,
    Node,
    arguments_tuple,
    hook_call,
    hook_itself,
    is_number,
    kept_by,
    nesting,
    parameters,
    standing,
)

TRANSPOSES = ("T", "mT")
NEED_THE_FRAME = ("super", "locals", "vars", "dir", "globals", "eval", "exec")
FEW = 40


class Expressions:
    """Rewrites expressions; every method gives a new tree and leaves the given one alone."""

    def __init__(self, unit: int) -> None:
        self.unit = unit
        self.scope = Scope.module()
        self._temporaries = 0

    def place(self, node: ast.expr | ast.stmt, **facts: Any) -> int:
        """Register the place of a node."""
        return register(Place(site_of(self.unit, node), **facts))

    def hook(self, name: str, at: ast.expr | ast.stmt, *args: Any) -> ast.Call:
        """A call of a hook, standing where ``at`` stands."""
        return hook_call(name, at, *args)

    def temporary(self) -> str:
        """A name that no code of theirs has."""
        self._temporaries += 1
        return f"{TEMPORARY}{self._temporaries}__"

    def expression(self, node: ast.expr) -> ast.expr:
        """Rewrite one expression."""
        method = getattr(self, f"_{type(node).__name__}", None)
        result: ast.expr = method(node) if method else self.rebuilt(node)
        return result

    def optional(self, node: ast.expr | None) -> ast.expr | None:
        """Rewrite an expression that may be missing."""
        return None if node is None else self.expression(node)

    def rebuilt(self, node: Node) -> Node:
        """A copy of a node whose expressions are rewritten."""
        fields = {name: self._field(getattr(node, name)) for name in node._fields}
        return standing(type(node)(**fields), node)

    def _Name(self, node: ast.Name) -> ast.expr:
        return node

    def _Constant(self, node: ast.Constant) -> ast.expr:
        return node

    def _field(self, value: Any) -> Any:
        if isinstance(value, ast.expr):
            return self.expression(value)
        if isinstance(value, list):
            return [self._field(part) for part in value]
        if isinstance(value, (ast.keyword, ast.comprehension)):
            return self.rebuilt(value)
        return value

    def _BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.expression(node.left), self.expression(node.right)
        return self.hook("binary", node, self.place(node), BINARY[type(node.op)], left, right)

    def _UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.op, ast.Not) or isinstance(node.operand, ast.Constant):
            return self.rebuilt(node)
        operand = self.expression(node.operand)
        return self.hook("unary", node, self.place(node), UNARY[type(node.op)], operand)

    def _Compare(self, node: ast.Compare) -> ast.expr:
        operation = COMPARISONS.get(type(node.ops[0]))
        if operation is None or len(node.ops) > 1:
            return self.rebuilt(node)
        left, right = self.expression(node.left), self.expression(node.comparators[0])
        return self.hook("binary", node, self.place(node), operation, left, right)

    def _Attribute(self, node: ast.Attribute) -> ast.expr:
        if node.attr not in TRANSPOSES or not isinstance(node.ctx, ast.Load):
            return self.rebuilt(node)
        owner = self.expression(node.value)
        return self.hook("attribute", node, self.place(node), owner, node.attr)

    def _Subscript(self, node: ast.Subscript) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return self.rebuilt(node)
        owner = self.expression(node.value)
        return self.hook("item", node, self.place(node), owner, self.index(node.slice))

    def index(self, node: ast.expr) -> ast.expr:
        """What stands between the square brackets, as a value: slices exist only there."""
        index = self.expression(node)
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        if not any(isinstance(part, (ast.Slice, ast.Starred)) for part in parts):
            return index
        return standing(ast.Subscript(hook_itself("index", node), index, ast.Load()), node)

    def _Starred(self, node: ast.Starred) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return self.rebuilt(node)
        parts = self.hook("each", node, self.place(node), self.expression(node.value))
        return standing(ast.Starred(parts, ast.Load()), node)

    def _Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id in NEED_THE_FRAME:
            call = self.rebuilt(node)
            hides = node.func.id in ("locals", "vars") and not node.args
            return self.hook("visible", node, call) if hides else call
        function = self.expression(node.func)
        call = self.hook("call", node, self.place(node, text=kept_by(node)), function)
        call.args += [self.expression(arg) for arg in node.args]
        call.keywords = [self.rebuilt(keyword) for keyword in node.keywords]
        return call

    def _FormattedValue(self, node: ast.FormattedValue) -> ast.expr:
        if node.format_spec is None or node.conversion != -1:
            return self.rebuilt(node)
        value, specification = self.expression(node.value), self.expression(node.format_spec)
        text = self.hook("formatted", node.value, value, specification)
        return standing(ast.FormattedValue(text, -1, None), node)

    def _Lambda(self, node: ast.Lambda) -> ast.expr:
        facts = {"text": self.scope.qualified("<lambda>"), "parts": parameters(node.args)}
        place = self.place(node, **facts)
        arguments = self.rebuilt_arguments(node.args)
        outside, self.scope = self.scope, Scope.function(self.scope, "<lambda>", place, [])
        entered = self.hook("enter", node, place, arguments_tuple(node.args))
        body = self.hook("given", node, entered, place, self.expression(node.body))
        self.scope = outside
        return standing(ast.Lambda(arguments, body), node)

    def rebuilt_arguments(self, node: ast.arguments) -> ast.arguments:
        """Parameters, with their default values rewritten."""
        defaults = [self.expression(default) for default in node.defaults]
        keyword_defaults = [self.optional(default) for default in node.kw_defaults]
        return ast.arguments(
            node.posonlyargs, node.args, node.vararg, node.kwonlyargs,
            keyword_defaults, node.kwarg, defaults,
        )  # fmt: skip

    def _ListComp(self, node: ast.ListComp) -> ast.expr:
        return self._comprehension(node)

    def _SetComp(self, node: ast.SetComp) -> ast.expr:
        return self._comprehension(node)

    def _DictComp(self, node: ast.DictComp) -> ast.expr:
        return self._comprehension(node)

    def _GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        return self._comprehension(node)

    def _comprehension(self, node: Any) -> ast.expr:
        result = self.rebuilt(node)
        for part, given in zip(result.generators, node.generators, strict=True):
            if isinstance(given.target, (ast.Tuple, ast.List)):
                shape = nesting(given.target)
                part.iter = self.hook(
                    "each_spread", given.iter, self.place(given.iter), part.iter, shape
                )
            else:
                part.iter = self.hook("each", given.iter, self.place(given.iter), part.iter)
        return result  # type: ignore[no-any-return]

    def _NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        value = self.hook("name", node, self.named(node.target), self.started(node.value))
        return standing(ast.NamedExpr(node.target, value), node)

    def named(self, target: ast.Name) -> int:
        """The place of a name that is bound."""
        scope, owner = self.scope.of(target.id)
        return self.place(target, text=target.id, scope=scope, owner=owner)

    def started(self, node: ast.expr) -> ast.expr:
        """Rewrite a value that is kept: a number that is written there may be a parameter."""
        display = isinstance(node, (ast.List, ast.Tuple, ast.Dict))
        return self.expression(node) if display and _is_data(node) else self._started(node)

    def _started(self, node: ast.expr) -> ast.expr:
        if is_number(node):
            return self.hook("number", node, self.place(node), node)
        match node:
            case ast.Tuple() | ast.List():
                parts = [self._started(part) for part in node.elts]
                return standing(type(node)(parts, node.ctx), node)
            case ast.Dict():
                keys = [self.optional(key) for key in node.keys]
                values = [self._started(value) for value in node.values]
                return standing(ast.Dict(keys, values), node)
            case ast.IfExp():
                test, body, other = self.expression(node.test), node.body, node.orelse
                branches = ast.IfExp(test, self._started(body), self._started(other))
                return standing(branches, node)
        return self.expression(node)


def _is_data(node: ast.expr) -> bool:
    """Whether a display holds so many numbers that they start no parameters."""
    return sum(isinstance(part, ast.Constant) for part in ast.walk(node)) > FEW
