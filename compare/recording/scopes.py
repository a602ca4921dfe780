"""Which variable a name means: of the file, of a call, of a class."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from compare.recording.places import GLOBAL, LOCAL


@dataclass
class Scope:
    """The file, a class or a function.

    Attributes
    ----------
    bound
        The names that are assigned in it.
    place
        Of a function: the number of its definition's place.
    generator
        Whether it is a function with ``yield``, whose calls are not noted.
    """

    kind: Literal["module", "class", "function"]
    name: str
    parent: "Scope | None" = None
    place: int | None = None
    bound: set[str] = field(default_factory=set)
    global_names: set[str] = field(default_factory=set)
    outer_names: set[str] = field(default_factory=set)
    generator: bool = False

    @classmethod
    def module(cls) -> "Scope":
        """The file itself."""
        return cls("module", "")

    @classmethod
    def class_body(cls, parent: "Scope", name: str) -> "Scope":
        """The body of a class."""
        return cls("class", parent.qualified(name), parent)

    @classmethod
    def function(
        cls,
        parent: "Scope",
        name: str,
        place: int,
        body: list[ast.stmt],
        names: tuple[str, ...] = (),
    ) -> "Scope":
        """The body of a function, with what is bound and declared in it."""
        scope = cls("function", parent.qualified(name), parent, place, set(names))
        for node in own_nodes(body):
            match node:
                case ast.Global():
                    scope.global_names.update(node.names)
                case ast.Nonlocal():
                    scope.outer_names.update(node.names)
                case ast.Name(ctx=ast.Store()):
                    scope.bound.add(node.id)
                case ast.Yield() | ast.YieldFrom():
                    scope.generator = True
        return scope

    def qualified(self, name: str) -> str:
        """A name inside this scope: ``Network.backprop``."""
        return f"{self.name}.{name}" if self.name else name

    def class_name(self) -> str | None:
        """The innermost class around, for private names."""
        if self.kind == "class":
            return self.name.rpartition(".")[2]
        return self.parent.class_name() if self.parent else None

    def of(self, name: str) -> tuple[str, int | None]:
        """The scope of a name that is bound here, and of a ``nonlocal`` one the function."""
        if self.kind == "module" or name in self.global_names:
            return GLOBAL, None
        if name in self.outer_names:
            return LOCAL, self._owner(name)
        if self.kind == "class" or self.generator:
            return self.name, None
        return LOCAL, None

    def _owner(self, name: str) -> int | None:
        scope = self.parent
        while scope is not None:
            if scope.kind == "function" and name in scope.bound - scope.outer_names:
                return scope.place
            scope = scope.parent
        return None

    def private(self, attribute: str) -> str:
        """An attribute as Python spells it inside a class: ``__w`` is ``_Network__w``."""
        name = self.class_name()
        if name is None or not attribute.startswith("__") or attribute.endswith("__"):
            return attribute
        return f"_{name.lstrip('_')}{attribute}" if name.strip("_") else attribute


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Walk over a function's nodes, without those of the functions and classes inside it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        for part in node.__dict__.values():
            if isinstance(part, list):
                waiting += [item for item in part if isinstance(item, ast.AST)]
            elif isinstance(part, ast.AST):
                waiting.append(part)
