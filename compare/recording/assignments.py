"""Assignments: names, items, attributes, several at once; with an operator in front."""

import ast
from collections.abc import Iterable, Sequence

from compare.recording.expressions import Expressions
from compare.recording.operators import BINARY
from compare.recording.trees import is_number, standing


class Assignments(Expressions):
    """Rewrites what binds values to targets."""

    def _Assign(self, node: ast.Assign) -> list[ast.stmt]:
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, ast.Subscript) and is_number(node.value):
            return self._set_number(target, node)
        value = self.started(node.value)
        if len(node.targets) == 1:
            return self.bind(target, value, node)
        first, kept = self._kept(value, node)
        stores = flat(self.bind(target, kept, node) for target in node.targets)
        return [first, *stores, _forget([kept], node)]

    def _AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        if node.value is None:
            return [node]
        value = self.started(node.value)
        if not isinstance(node.target, ast.Name):
            return self.bind(node.target, value, node)
        named = self.hook("name", node, self.named(node.target), value)
        result = ast.AnnAssign(node.target, node.annotation, named, node.simple)
        return [standing(result, node)]

    def bind(self, target: ast.expr, value: ast.expr, at: ast.stmt) -> list[ast.stmt]:
        """Put a rewritten value where a target says."""
        match target:
            case ast.Name():
                return [_assign(target, self.hook("name", at, self.named(target), value), at)]
            case ast.Attribute():
                name = self.scope.private(target.attr)
                place = self.place(target, text=ast.unparse(target))
                owner = self.expression(target.value)
                return [_statement(self.hook("set_attribute", at, place, value, owner, name))]
            case ast.Subscript():
                place = self.place(target, text=ast.unparse(target))
                owner, index = self.expression(target.value), self.index(target.slice)
                return [_statement(self.hook("set_item", at, place, value, owner, index))]
            case ast.Tuple() | ast.List():
                return self._bind_several(target, value, at)
        return [_assign(target, value, at)]

    def _set_number(self, target: ast.Subscript, node: ast.Assign) -> list[ast.stmt]:
        """``grads["b"] = 0`` may start a parameter, ``Z[Z < 0] = 0`` does not: seen as it runs."""
        place, number = self.place(target, text=ast.unparse(target)), self.place(node.value)
        owner, index = self.expression(target.value), self.index(target.slice)
        return [_statement(self.hook("set_item", node, place, node.value, owner, index, number))]

    def _bind_several(
        self, target: ast.Tuple | ast.List, value: ast.expr, at: ast.stmt
    ) -> list[ast.stmt]:
        if all(isinstance(part, ast.Name) for part in target.elts):
            names = [part for part in target.elts if isinstance(part, ast.Name)]
            places = ast.Tuple([ast.Constant(self.named(name)) for name in names], ast.Load())
            return [_assign(target, self.hook("unpack", at, self.place(at), value, places), at)]
        parts = [_bare(part) for part in target.elts]
        names = [ast.Name(self.temporary(), ast.Store()) for _ in parts]
        holders: list[ast.expr] = [
            ast.Starred(name, ast.Store()) if isinstance(part, ast.Starred) else name
            for name, part in zip(names, target.elts, strict=True)
        ]
        unpacked = self.hook("each", at, self.place(at), value)
        result: list[ast.stmt] = [_assign(ast.Tuple(holders, ast.Store()), unpacked, at)]
        for part, name in zip(parts, names, strict=True):
            result += self.bind(part, standing(ast.Name(name.id, ast.Load()), at), at)
        return [*result, _forget(names, at)]

    def _AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        operation, target = BINARY[type(node.op)], node.target
        if isinstance(target, ast.Name):
            old = standing(ast.Name(target.id, ast.Load()), target)
            args = (operation, old, self.expression(node.value), self.named(target))
            return [_assign(target, self.hook("augment", node, self.place(node), *args), node)]
        owner = self.expression(target.value)
        if isinstance(target, ast.Attribute):
            name = self.scope.private(target.attr)
            hook, kept = "augment_attribute", self.hook("attribute_of", target, owner, name)
        else:
            index = self.index(target.slice)
            kept = self.hook("item_of", target, self.place(target), owner, index)
            hook = "augment_item"
        place, named = self.place(node), self.place(target, text=ast.unparse(target))
        value = self.expression(node.value)
        return [_statement(self.hook(hook, node, place, operation, kept, value, named))]

    def _kept(self, value: ast.expr, at: ast.stmt) -> tuple[ast.stmt, ast.Name]:
        name = self.temporary()
        first = _assign(ast.Name(name, ast.Store()), value, at)
        return first, standing(ast.Name(name, ast.Load()), at)

    def bind_turn(self, target: ast.expr, at: ast.stmt) -> tuple[ast.expr, list[ast.stmt]]:
        """A loop's variable, and the statements that start its body."""
        if isinstance(target, ast.Name):
            name = standing(ast.Name(target.id, ast.Load()), target)
            return target, [_statement(self.hook("name", target, self.named(target), name))]
        holder = self.temporary()
        value = standing(ast.Name(holder, ast.Load()), target)
        first = [*self.bind(target, value, at), _forget([value], at)]
        return ast.Name(holder, ast.Store()), first


def _assign(target: ast.expr, value: ast.expr, at: ast.stmt) -> ast.stmt:
    return standing(ast.Assign([target], value), at)


def _statement(value: ast.expr) -> ast.stmt:
    return standing(ast.Expr(value), value)


def _forget(names: Sequence[ast.Name], at: ast.stmt) -> ast.stmt:
    """Delete what only we know, so that it becomes no attribute of a class of theirs."""
    targets: list[ast.expr] = [ast.Name(name.id, ast.Del()) for name in names]
    return standing(ast.Delete(targets), at)


def _bare(target: ast.expr) -> ast.expr:
    return target.value if isinstance(target, ast.Starred) else target


def flat(statements: Iterable[list[ast.stmt]]) -> list[ast.stmt]:
    """One list of statements from several."""
    return [statement for part in statements for statement in part]
