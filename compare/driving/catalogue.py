"""The functions and classes of a file, and what can be told of them without running anything."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from compare.driving.definitions import (
    Definition,
    Function,
    assigned_attributes,
    facts,
    foreign,
)
from compare.driving.usage import Usage
from compare.reading.source import Source


@dataclass
class Class:
    """A class with its methods, those of its bases in the file included.

    Attributes
    ----------
    factory
        Of no class: the function that makes and returns the functions that are its methods here.
    """

    name: str
    unit: int
    node: ast.ClassDef | Definition
    methods: dict[str, Function] = field(default_factory=dict)
    factory: Function | None = None

    @property
    def starter(self) -> Function | None:
        """The constructor, if it has its own."""
        return self.factory or self.methods.get("__init__")

    def setters(self, attribute: str) -> list[Function]:
        """The methods other than the constructor that assign ``self.attribute``."""
        return [
            method
            for name, method in self.methods.items()
            if name != "__init__" and attribute in assigned_attributes(method.node)
        ]


@dataclass
class Catalogue:
    """Everything that a file defines, by name.

    Attributes
    ----------
    usages
        What is done with a parameter, by the function's title and its name: filled as asked for.
    """

    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    usages: dict[tuple[str, str], Usage] = field(default_factory=dict)

    def everything(self) -> Iterator[Function]:
        """Walk over functions and methods in the order of the file."""
        yield from self.functions.values()
        for each in self.classes.values():
            for method in each.methods.values():
                if method.owner == each.name:
                    yield method

    def callees(self, function: Function) -> list[Function]:
        """What a function calls directly, as far as names tell."""
        found = [self.functions[name] for name in function.called if name in self.functions]
        for name in function.called & self.classes.keys():
            found += [
                method for method in self.classes[name].methods.values() if method.name[:2] == "__"
            ]
        for owner in self.classes.values():
            for name in function.sent & owner.methods.keys():
                if owner.name == function.owner or not self._own(function, name):
                    found.append(owner.methods[name])
        return found

    def _own(self, function: Function, name: str) -> bool:
        """Whether the function's class has a method of that name, which ``self.f`` means first."""
        owner = self.classes.get(function.owner)
        return owner is not None and name in owner.methods and name not in foreign(function.node)

    def reachable(self, function: Function) -> list[Function]:
        """A function and all it calls, directly or not."""
        found = {id(function): function}
        waiting = [function]
        while waiting:
            for callee in self.callees(waiting.pop()):
                if id(callee) not in found:
                    found[id(callee)] = callee
                    waiting.append(callee)
        return list(found.values())


def catalogue(source: Source) -> Catalogue:
    """List what a file defines; of two definitions of one name the later one counts."""
    result = Catalogue()
    for unit, piece in enumerate(source.units):
        for statement in definitions(piece.statements):
            if isinstance(statement, ast.ClassDef):
                _enter_class(result, statement, unit)
            elif (
                result.classes and statement.args.args[:1] and statement.args.args[0].arg == "self"
            ):
                _adopt(list(result.classes.values())[-1], statement, unit)
            else:
                function = result.functions[statement.name] = facts(statement, unit)
                _enter_factory(result, function)
    return result


def definitions(statements: list[ast.stmt]) -> Iterator[Definition | ast.ClassDef]:
    """Walk over the functions and classes of the top level, also under ``if`` and ``try``."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement
            case ast.If() | ast.With():
                yield from definitions(statement.body)
            case ast.Try():
                yield from definitions(statement.body)


def _enter_class(result: Catalogue, node: ast.ClassDef, unit: int) -> None:
    entry = Class(node.name, unit, node)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in result.classes:
            entry.methods.update(result.classes[base.id].methods)
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            entry.methods[statement.name] = facts(statement, unit, node.name)
    result.classes[node.name] = entry


def _enter_factory(result: Catalogue, function: Function) -> None:
    """A function that returns functions it defines is as good as a class."""
    inner = {
        each.name: each for each in ast.walk(function.node) if isinstance(each, ast.FunctionDef)
    }
    made = [name for name in function.returned if name in inner and name != function.name]
    if made:
        function.is_factory = True
        entry = Class(function.name, function.unit, function.node, factory=function)
        for name in made:
            entry.methods[name] = facts(inner[name], function.unit)
            entry.methods[name].owner = function.name
        result.classes[function.name] = entry


def _adopt(owner: Class, node: Definition, unit: int) -> None:
    method = facts(node, unit, owner.name)
    method.adopted = True
    owner.methods[node.name] = method
