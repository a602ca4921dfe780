"""How the script calls what the file defines: the order of arguments, sizes, options.

Nothing of it runs here.  Calls stand in the script, in functions without parameters such as
``main``, in examples of docstrings (``>>> net.train(X, y)``) and in comments.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compare.driving.catalogue import Catalogue, Class
from compare.driving.definitions import Function
from compare.driving.splitting import Split
from compare.reading.source import Source

EXAMPLE = re.compile(r"^\s*(?:>>>|\.\.\.|#+)\s?(?P<code>\S.*)$")


@dataclass(frozen=True)
class Hint:
    """A call as the file writes it.

    Attributes
    ----------
    arguments
        By the name of the parameter.
    targets
        What the result is assigned to.
    receiver
        The variable whose method is called: ``net``.
    """

    function: str
    arguments: dict[str, ast.expr]
    targets: tuple[str, ...] = ()
    receiver: str = ""
    unit: int = 0
    line: int = 0


@dataclass
class Hints:
    """All calls of a file's functions, by title: ``train``, ``Network.train``, ``Network``."""

    calls: dict[str, list[Hint]] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)  # variable -> class

    def of(self, title: str) -> list[Hint]:
        """The calls of a function, the fullest first."""
        return self.calls.get(title, [])


def hints(source: Source, split: Split, catalogue: Catalogue) -> Hints:
    """Collect the calls that a file makes of its own functions."""
    result = Hints()
    pieces = [(each.unit, each.node) for each in split.script]
    pieces += [
        (each.unit, statement)
        for each in catalogue.everything()
        if not each.parameters
        for statement in each.node.body
    ]
    pieces += [(0, node) for node in _examples(source)]
    for _, node in pieces:
        _instances(node, catalogue, result)
    for unit, node in pieces:
        for call, targets in _calls(node):
            _enter(call, targets, unit, catalogue, result)
    for unit, node in pieces:
        for each in ast.walk(node):
            if isinstance(each, ast.Call) and (handed := _handed_over(each)) is not None:
                _enter(handed, (), unit, catalogue, result)
    for function in catalogue.everything():  # calls between functions come last
        for call, targets in _calls(function.node):
            _enter(call, targets, function.unit, catalogue, result)
    return result


def _examples(source: Source) -> Iterator[ast.stmt]:
    """Read calls in docstrings and comments; what does not parse was not one."""
    for lines in source.lines.values():
        for line in lines:
            match = EXAMPLE.match(line)
            if match and "(" in line:
                try:
                    yield from ast.parse(match["code"]).body
                except (SyntaxError, ValueError):
                    continue


def _calls(node: ast.AST) -> Iterator[tuple[ast.Call, tuple[str, ...]]]:
    for each in ast.walk(node):
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call):
            target = each.targets[0]
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            yield each.value, tuple(ast.unparse(part) for part in parts)
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield each, ()


def _handed_over(call: ast.Call) -> ast.Call | None:
    """The call that ``minimize(cost, theta, args=(X, y))`` makes of its first argument."""
    named = {each.arg: each.value for each in call.keywords if each.arg}
    given = [*call.args, *(named[key] for key in ("fun", "func", "f", "x0") if key in named)]
    others = named.get("args")
    if len(given) < 2 or not isinstance(others, ast.Tuple):
        return None
    made = ast.Call(given[0], [given[1], *others.elts], [])
    return ast.copy_location(made, call)


def _instances(node: ast.AST, catalogue: Catalogue, result: Hints) -> None:
    """Note which variables hold objects of which class."""
    for call, targets in _calls(node):
        name = _last_name(call.func)
        if name in catalogue.classes and len(targets) == 1:
            result.instances.setdefault(targets[0], name)


def _last_name(node: ast.expr) -> str:
    """``Network`` for ``Network`` and ``network.Network``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _enter(
    call: ast.Call, targets: tuple[str, ...], unit: int, catalogue: Catalogue, result: Hints
) -> None:
    name = _last_name(call.func)
    receiver = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    for title, function in _meant(name, receiver, catalogue, result):
        arguments = _named(call, function)
        if arguments is None:
            continue
        known = result.calls.setdefault(title, [])
        line = getattr(call, "lineno", 0)
        if not any(each.line == line and each.unit == unit for each in known):
            known.append(Hint(title, arguments, targets, receiver, unit, line))


def _meant(
    name: str, receiver: str, catalogue: Catalogue, result: Hints
) -> Iterator[tuple[str, Function | Class]]:
    if name in catalogue.classes:
        yield name, catalogue.classes[name]
    elif not receiver and name in catalogue.functions:
        yield name, catalogue.functions[name]
    elif receiver in result.instances:
        owner = catalogue.classes[result.instances[receiver]]
        if name in owner.methods:
            yield owner.methods[name].title, owner.methods[name]
    elif receiver:
        for owner in catalogue.classes.values():
            if name in owner.methods:
                yield owner.methods[name].title, owner.methods[name]


def _named(call: ast.Call, function: Function | Class) -> dict[str, ast.expr] | None:
    """Give positional arguments the names of their parameters."""
    starter = function.starter if isinstance(function, Class) else function
    names = [each.name for each in starter.parameters] if starter else []
    if any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > len(names):
        return None
    result = dict(zip(names, call.args, strict=False))
    result.update(
        {each.arg: each.value for each in call.keywords if each.arg in names and each.arg}
    )
    return result
