"""Collects what one function does with one name."""

import ast

from compare.driving.usage import Usage


def is_name(node: ast.expr | None, name: str) -> bool:
    """Whether an expression is the name, or ``self.name``."""
    if isinstance(node, ast.Name):
        return node.id == name
    if isinstance(node, ast.Attribute):
        return is_name(node.value, "self") and f"self.{node.attr}" == name
    return False


class Watcher(ast.NodeVisitor):
    """Collects what is done with one name in one function."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.items: set[str] = set()
        self.result = Usage()

    def watch(self, node: ast.AST) -> Usage:
        """Go through the code of a function."""
        for each in ast.walk(node):  # the names of its items first
            if isinstance(each, ast.For | ast.comprehension):
                self._loop(each)
        self.visit(node)
        return self.result

    def _loop(self, node: ast.For | ast.comprehension) -> None:
        """Note whether a loop goes through the value, and what its items are called."""
        iterated, target = _unwrapped(node.iter, node.target)
        if is_name(_whole(iterated), self.name):
            self._item(target)
        elif isinstance(iterated, ast.Call) and isinstance(target, ast.Tuple):  # zip(a, b)
            for argument, part in zip(iterated.args, target.elts, strict=False):
                if is_name(_whole(argument), self.name):
                    self.result.is_iterated = True
                    if isinstance(part, ast.Name):
                        self.items.add(part.id)

    def _item(self, target: ast.expr) -> None:
        self.result.is_iterated = True
        if isinstance(target, ast.Name):
            self.items.add(target.id)
        elif isinstance(target, ast.Tuple):
            self.result.paired = True
            self.result.parts = tuple(ast.unparse(part) for part in target.elts)

    def _is_item(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Subscript):
            return is_name(node.value, self.name) and not isinstance(
                node.slice, ast.Slice | ast.Tuple
            )
        return isinstance(node, ast.Name) and node.id in self.items

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note what is read from it."""
        if is_name(node.value, self.name):
            self.result.attributes.add(node.attr)
        elif self._is_item(node.value):
            self.result.item_attributes.add(node.attr)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Note its keys."""
        if is_name(node.value, self.name):
            strings = [
                each.value
                for each in ast.walk(node.slice)
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
            ]
            if strings:
                self.result.keys.add(strings[0])
            elif not isinstance(node.slice, ast.Tuple):
                self.result.is_indexed = True
        elif self._is_item(node.value) and isinstance(node.slice, ast.Constant):
            if isinstance(node.slice.value, str):
                self.result.item_attributes.add(f"[{node.slice.value}]")
            else:
                self.result.paired = True
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Note whether it is called."""
        if is_name(node.func, self.name):
            self.result.is_called = True
            self.result.arguments = max(len(node.args) + len(node.keywords), 1)
        elif self._is_item(node.func):
            self.result.items_called = True
        elif isinstance(node.func, ast.Name) and node.func.id == "getattr":
            self.result.looked_up |= len(node.args) > 1 and is_name(node.args[1], self.name)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Note what it is compared with."""
        sides = [node.left, *node.comparators]
        if any(
            is_name(side, self.name) or self._is_item(side) or self._lowered(side) for side in sides
        ):
            for side in sides:
                for each in ast.walk(side):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        self.result.strings.append(each.value)
        self.generic_visit(node)

    def _lowered(self, node: ast.expr) -> bool:
        """``activation.lower()``."""
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and is_name(node.func.value, self.name)
        )

    def visit_Assign(self, node: ast.Assign) -> None:
        """Note what it is unpacked into."""
        if is_name(node.value, self.name) and isinstance(node.targets[0], ast.Tuple | ast.List):
            self.result.unpacked = tuple(ast.unparse(part) for part in node.targets[0].elts)
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        """Note the cases it is matched with."""
        if is_name(node.subject, self.name):
            for each in ast.walk(node):
                if isinstance(each, ast.MatchValue) and isinstance(each.value, ast.Constant):
                    self.result.strings.append(str(each.value.value))
        self.generic_visit(node)


def _unwrapped(iterated: ast.expr, target: ast.expr) -> tuple[ast.expr, ast.expr]:
    """What is gone through, and its items: ``for k, w in enumerate(W)`` goes through W."""
    while isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) and iterated.args:
        name = iterated.func.id
        if name not in ("enumerate", "reversed", "list", "tuple", "iter"):
            break
        if name == "enumerate" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1]
        iterated = iterated.args[0]
    return iterated, target


def _whole(node: ast.expr) -> ast.expr:
    """The list of which a part is gone through: ``sizes`` of ``sizes[1:]``."""
    return node.value if isinstance(node, ast.Subscript) else node
