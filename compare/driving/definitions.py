"""A function or method as it is written: its parameters, what it returns, what it calls."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

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
