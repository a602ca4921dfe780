"""A syntax tree becomes one that tells the recorder what it does; nothing else changes."""

import ast
from types import CodeType
from typing import Any

from compare.recording.assignments import Assignments, flat
from compare.recording.frames import filename
from compare.recording.scopes import Scope
from compare.recording.trees import HOOK, TEMPORARY, arguments_tuple, parameters, standing

CALL = f"{TEMPORARY}call__"

_compiled: dict[tuple[int, ...], tuple[list[ast.stmt], CodeType]] = {}


def compiled(unit: int, statements: list[ast.stmt]) -> CodeType:
    """Rewrite and compile the statements of a unit; the same statements only once.

    Raises
    ------
    SyntaxError
        If they parse but do not compile: ``return`` outside a function, two equal parameters.
    """
    key = (unit, *map(id, statements))
    if key not in _compiled:
        module = ast.Module(Rewriter(unit).block(statements), [])
        code = compile(ast.fix_missing_locations(module), filename(unit), "exec")
        _compiled[key] = (statements, code)
    return _compiled[key][1]


class Rewriter(Assignments):
    """Rewrites statements."""

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a list of statements."""
        return flat(self.statement(statement) for statement in statements)

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """Rewrite one statement, into one or several."""
        method = getattr(self, f"_{type(node).__name__}", None)
        result: list[ast.stmt] = method(node) if method else [self.rebuilt(node)]
        return result

    def _field(self, value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            return self.block(value)
        if isinstance(value, (ast.withitem, ast.ExceptHandler)):
            return self.rebuilt(value)
        if isinstance(value, ast.match_case):
            guard = self.optional(value.guard)
            return ast.match_case(value.pattern, guard, self.block(value.body))
        return super()._field(value)

    def _FunctionDef(self, node: ast.FunctionDef) -> list[ast.stmt]:
        names = parameters(node.args)
        facts = {"text": self.scope.qualified(node.name), "parts": names}
        place = self.place(node, **facts)
        decorators = [self.expression(decorator) for decorator in node.decorator_list]
        arguments = self.rebuilt_arguments(node.args)
        outside = self.scope
        self.scope = Scope.function(outside, node.name, place, node.body, names)
        body = self._body(node, place)
        self.scope = outside
        result = ast.FunctionDef(
            node.name, arguments, body, decorators, node.returns, node.type_comment
        )
        return [standing(result, node)]

    def _body(self, node: ast.FunctionDef, place: int) -> list[ast.stmt]:
        """What a function does, between the notes that it was entered and left."""
        documented = ast.get_docstring(node, clean=False) is not None
        first, rest = node.body[: int(documented)], self.block(node.body[int(documented) :])
        if self.scope.generator or not rest:
            return [*first, *rest]
        at = node.body[0]
        enter = self.hook("enter", at, place, arguments_tuple(node.args))
        leave = self.hook("leave", at, ast.Name(CALL, ast.Load()))
        called = standing(ast.Assign([ast.Name(CALL, ast.Store())], enter), at)
        left = standing(ast.Expr(leave), at)
        return [*first, called, standing(ast.Try(rest, [], [], [left]), at)]

    def _ClassDef(self, node: ast.ClassDef) -> list[ast.stmt]:
        bases = [self.expression(base) for base in node.bases]
        keywords = [self.rebuilt(keyword) for keyword in node.keywords]
        decorators = [self.expression(decorator) for decorator in node.decorator_list]
        outside, self.scope = self.scope, Scope.class_body(self.scope, node.name)
        body = self.block(node.body)
        self.scope = outside
        return [standing(ast.ClassDef(node.name, bases, keywords, body, decorators), node)]

    def _Return(self, node: ast.Return) -> list[ast.stmt]:
        if node.value is None or self.scope.generator:
            return [self.rebuilt(node)]
        value = self.started(node.value)
        place = self.place(node, parts=_written(node.value))
        result = ast.Return(self.hook("returned", node, place, value))
        return [standing(result, node)]

    def _For(self, node: ast.For) -> list[ast.stmt]:
        each = self.hook("each", node.iter, self.place(node.iter), self.expression(node.iter))
        turns = self.hook("turns", node.iter, self.place(node), each)
        target, first = self.bind_turn(node.target, node)
        body, after = self.block(node.body), self.block(node.orelse)
        return [standing(ast.For(target, turns, first + body, after), node)]

    def _While(self, node: ast.While) -> list[ast.stmt]:
        place = self.place(node)
        begin = standing(ast.Expr(self.hook("begin", node, place)), node)
        turn = self.hook("turn", node.test, place)
        test = ast.BoolOp(ast.And(), [turn, self.expression(node.test)])
        body, after = self.block(node.body), self.block(node.orelse)
        return [begin, standing(ast.While(test, body, after), node)]

    def _Assert(self, node: ast.Assert) -> list[ast.stmt]:
        """An assert is noted and not obeyed, even where it cannot be evaluated."""
        place = self.place(node, text=ast.unparse(node.test))
        test = ast.Expr(self.hook("asserted", node, place, self.expression(node.test)))
        failed = ast.Expr(self.hook("assertion_failed", node, place))
        kind = ast.Attribute(ast.Name(HOOK, ast.Load()), "any_exception", ast.Load())
        handler = ast.ExceptHandler(kind, None, [standing(failed, node)])
        attempt = ast.Try([standing(test, node)], [handler], [], [])
        return [standing(attempt, node)]

    def _Match(self, node: ast.Match) -> list[ast.stmt]:
        cases = [self._field(case) for case in node.cases]
        return [standing(ast.Match(self.expression(node.subject), cases), node)]

    def _Delete(self, node: ast.Delete) -> list[ast.stmt]:
        return [self.rebuilt(node)]


def _written(node: ast.expr) -> tuple[str, ...]:
    """The text of each part of what is returned."""
    match node:
        case ast.Tuple() | ast.List():
            return tuple(ast.unparse(part) for part in node.elts)
        case ast.Dict():
            return tuple(ast.unparse(part) for part in node.values)
    return (ast.unparse(node),)
