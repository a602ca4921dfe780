"""How a function uses its parameter: its keys, what is called on it, what it is compared with."""

import ast
from dataclasses import dataclass, field

from compare.driving.catalogue import Catalogue, Function


@dataclass
class Usage:
    """What is done with a value.

    Attributes
    ----------
    keys
        The strings it is subscripted with; for ``parameters["W" + str(l)]`` the ``W``.
    attributes
        What is read from it, ``shape`` and methods included.
    item_attributes
        What is read from its items, in loops or by subscript.
    strings
        What it is compared with, or looked up by.
    unpacked
        The names it is unpacked into.
    looked_up
        Whether it is the name of an attribute: ``getattr(self, activation)``.
    paired, parts
        Whether its items are taken apart, and the names they are taken apart into.
    """

    keys: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    item_attributes: set[str] = field(default_factory=set)
    strings: list[str] = field(default_factory=list)
    unpacked: tuple[str, ...] = ()
    is_called: bool = False
    items_called: bool = False
    is_iterated: bool = False
    is_indexed: bool = False
    arguments: int = 1
    paired: bool = False
    looked_up: bool = False
    parts: tuple[str, ...] = ()

    @property
    def is_a_list(self) -> bool:
        """Whether it is gone through or subscripted, as a list is and a number is not."""
        return self.is_iterated or self.is_indexed

    @property
    def is_data(self) -> bool:
        """Whether it is used as an array is."""
        return self.is_a_list or bool(self.attributes) or bool(self.keys)

    def merge(self, other: "Usage") -> None:
        """Add what is done elsewhere."""
        self.keys |= other.keys
        self.attributes |= other.attributes
        self.item_attributes |= other.item_attributes
        self.strings += [each for each in other.strings if each not in self.strings]
        self.unpacked = self.unpacked or other.unpacked
        self.is_called |= other.is_called
        self.items_called |= other.items_called
        self.is_iterated |= other.is_iterated
        self.is_indexed |= other.is_indexed
        self.arguments = max(self.arguments, other.arguments)
        self.paired |= other.paired
        self.looked_up |= other.looked_up
        self.parts = self.parts or other.parts


def usage_of(function: Function, name: str, catalogue: Catalogue) -> Usage:
    """Follow a parameter through a function, the attribute it is kept in, what it is passed to."""
    return _follow(function, name, catalogue, set())


def _follow(
    function: Function, name: str, catalogue: Catalogue, seen: set[tuple[str, str]]
) -> Usage:
    if (function.title, name) in seen:
        return Usage()
    seen.add((function.title, name))
    result = _Watcher(name).watch(function.node)
    for alias in _aliases(function.node, name):
        result.merge(_Watcher(alias).watch(function.node))
    owner = catalogue.classes.get(function.owner)
    for attribute in _kept_in(function.node, name) if owner else ():
        for method in owner.methods.values() if owner else ():
            for known in (f"self.{attribute}", *_aliases(method.node, f"self.{attribute}")):
                result.merge(_Watcher(known).watch(method.node))
            for callee, parameter in _passed(method, f"self.{attribute}", catalogue):
                result.merge(_follow(callee, parameter, catalogue, seen))
    for callee, parameter in _passed(function, name, catalogue):
        if callee is not function:
            result.merge(_follow(callee, parameter, catalogue, seen))
    return result


def _aliases(node: ast.AST, name: str) -> list[str]:
    """Other names that a function gives the value: ``g = self.activation``."""
    return [
        target.id
        for each in ast.walk(node)
        if isinstance(each, ast.Assign) and _is(each.value, name)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id != name
    ]


def _kept_in(node: ast.AST, name: str) -> list[str]:
    """The attributes of ``self`` that are assigned the parameter."""
    return [
        target.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Assign) and _is(each.value, name)
        for target in each.targets
        if isinstance(target, ast.Attribute) and _is(target.value, "self")
    ]


def _passed(function: Function, name: str, catalogue: Catalogue) -> list[tuple[Function, str]]:
    """Where a value is handed to another function of the file, and as which parameter."""
    found = []
    for call in ast.walk(function.node):
        if isinstance(call, ast.Call):
            for callee in _callee(call, function, catalogue):
                names = [each.name for each in callee.parameters]
                found += [
                    (callee, names[position])
                    for position, argument in enumerate(call.args[: len(names)])
                    if _is(argument, name)
                ]
                found += [
                    (callee, each.arg)
                    for each in call.keywords
                    if each.arg in names and _is(each.value, name)
                ]
    return found


def _callee(call: ast.Call, function: Function, catalogue: Catalogue) -> list[Function]:
    match call.func:
        case ast.Name(id=name) if name in catalogue.functions:
            return [catalogue.functions[name]]
        case ast.Name(id=name) if name in catalogue.classes:
            starter = catalogue.classes[name].starter
            return [starter] if starter else []
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if function.owner:
            method = catalogue.classes[function.owner].methods.get(name)
            return [method] if method else []
        case ast.Attribute(attr=name):
            return [
                each.methods[name] for each in catalogue.classes.values() if name in each.methods
            ]
    return []


def _is(node: ast.expr | None, name: str) -> bool:
    """Whether an expression is the name, or ``self.name``."""
    if isinstance(node, ast.Name):
        return node.id == name
    if isinstance(node, ast.Attribute):
        return _is(node.value, "self") and f"self.{node.attr}" == name
    return False


class _Watcher(ast.NodeVisitor):
    """Collects what is done with one name in one function."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.items: set[str] = set()
        self.result = Usage()

    def watch(self, node: ast.AST) -> Usage:
        for each in ast.walk(node):  # the names of its items first
            if isinstance(each, ast.For | ast.comprehension):
                self._loop(each)
        self.visit(node)
        return self.result

    def _loop(self, node: ast.For | ast.comprehension) -> None:
        iterated = node.iter
        target = node.target
        while (
            isinstance(iterated, ast.Call) and iterated.args and isinstance(iterated.func, ast.Name)
        ):
            if (
                iterated.func.id == "enumerate"
                and isinstance(target, ast.Tuple)
                and len(target.elts) == 2
            ):
                target = target.elts[1]
            if iterated.func.id not in ("enumerate", "reversed", "list", "tuple", "iter"):
                break
            iterated = iterated.args[0]
        if isinstance(iterated, ast.Subscript):
            iterated = iterated.value
        if _is(iterated, self.name):
            self.result.is_iterated = True
            if isinstance(target, ast.Name):
                self.items.add(target.id)
            elif isinstance(target, ast.Tuple):
                self.result.paired = True
                self.result.parts = tuple(ast.unparse(part) for part in target.elts)
        elif isinstance(iterated, ast.Call) and isinstance(target, ast.Tuple):
            for argument, part in zip(iterated.args, target.elts, strict=False):
                inner = argument.value if isinstance(argument, ast.Subscript) else argument
                if _is(inner, self.name):
                    self.result.is_iterated = True
                    if isinstance(part, ast.Name):
                        self.items.add(part.id)

    def _is_item(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Subscript):
            return _is(node.value, self.name) and not isinstance(node.slice, ast.Slice | ast.Tuple)
        return isinstance(node, ast.Name) and node.id in self.items

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if _is(node.value, self.name):
            self.result.attributes.add(node.attr)
        elif self._is_item(node.value):
            self.result.item_attributes.add(node.attr)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _is(node.value, self.name):
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
        if _is(node.func, self.name):
            self.result.is_called = True
            self.result.arguments = max(len(node.args) + len(node.keywords), 1)
        elif self._is_item(node.func):
            self.result.items_called = True
        elif isinstance(node.func, ast.Name) and node.func.id == "getattr":
            self.result.looked_up |= len(node.args) > 1 and _is(node.args[1], self.name)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if any(
            _is(side, self.name) or self._is_item(side) or self._lowered(side) for side in sides
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
            and _is(node.func.value, self.name)
        )

    def visit_Assign(self, node: ast.Assign) -> None:
        if _is(node.value, self.name) and isinstance(node.targets[0], ast.Tuple | ast.List):
            self.result.unpacked = tuple(ast.unparse(part) for part in node.targets[0].elts)
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        if _is(node.subject, self.name):
            for each in ast.walk(node):
                if isinstance(each, ast.MatchValue) and isinstance(each.value, ast.Constant):
                    self.result.strings.append(str(each.value.value))
        self.generic_visit(node)
