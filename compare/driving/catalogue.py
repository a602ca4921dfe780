"""The functions and classes of a file, and what can be told of them without running anything."""

import ast
from typing import TypeAlias
from collections.abc import Iterator
from dataclasses import dataclass, field

from compare.reading.source import Source

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function; ``default`` is the expression, ``None`` where it is required."""

    name: str
    default: ast.expr | None = None
    keyword_only: bool = False


@dataclass
class Function:
    """A function or method.

    Attributes
    ----------
    owner
        The class it belongs to, by name; empty for a function.
    returned
        The texts of what the last ``return`` gives: ``("A2", "cache")``.
    called, sent
        Names of what is called as ``f(...)`` and as ``anything.f(...)``.
    adopted
        Whether it stands outside its class, with ``self`` as its first parameter.
    is_factory
        Whether it returns functions that it defines.
    """

    name: str
    unit: int
    node: Definition
    owner: str = ""
    parameters: tuple[Parameter, ...] = ()
    returned: tuple[str, ...] = ()
    called: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()
    adopted: bool = False
    is_factory: bool = False

    @property
    def is_starter(self) -> bool:
        """Whether it makes an object: a constructor, or a function that returns functions."""
        return self.is_factory or self.name == "__init__"

    @property
    def title(self) -> str:
        """``train`` or ``Network.train``."""
        return f"{self.owner}.{self.name}" if self.owner else self.name

    @property
    def called_names(self) -> set[str]:
        """The plain names that stand before brackets: ``f`` of ``f(x)``."""
        return {
            each.func.id
            for each in ast.walk(self.node)
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters without a default."""
        return tuple(each for each in self.parameters if each.default is None)


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
    """Everything that a file defines, by name."""

    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)

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
    inner = {each.name: each for each in ast.walk(function.node) if isinstance(each, ast.FunctionDef)}
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


def facts(node: Definition, unit: int, owner: str = "") -> Function:
    """Read a definition."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parameters = [
        Parameter(each.arg, default) for each, default in zip(positional, defaults, strict=True)
    ]
    parameters += [
        Parameter(each.arg, default, keyword_only=True)
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if owner and not _is_static(node):
        parameters = parameters[1:]
    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    sent = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    called = {each.id for each in calls if isinstance(each, ast.Name)} | names
    return Function(
        node.name,
        unit,
        node,
        owner,
        tuple(parameters),
        _returned(node),
        frozenset(called),
        frozenset(sent),
    )


def _is_static(node: Definition) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list
    )


def _returned(node: Definition) -> tuple[str, ...]:
    returns = [
        each for each in inner(node) if isinstance(each, ast.Return) and each.value is not None
    ]
    if not returns:
        return ()
    value = max(returns, key=lambda each: each.lineno).value
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    return tuple(ast.unparse(part) for part in parts if part is not None)


def inner(node: ast.AST) -> Iterator[ast.AST]:
    """Walk over a function's own code, without the functions defined inside."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(
            child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            yield child
            yield from inner(child)


def assigned_attributes(node: ast.AST) -> set[str]:
    """The attributes of ``self`` that a method assigns."""
    return {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and isinstance(each.value, ast.Name)
        and each.value.id in ("self", "cls")
    }


def foreign(node: ast.AST) -> set[str]:
    """The attributes that are read from something else than ``self``: ``layer.forward``."""
    return {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute)
        and not (isinstance(each.value, ast.Name) and each.value.id == "self")
    }
