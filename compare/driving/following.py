"""What happens to a parameter: in its function, where it is kept, in what it is passed to."""

import ast

from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.usage import Usage
from compare.driving.watching import Watcher, is_name


def usage_of(function: Function, name: str, catalogue: Catalogue) -> Usage:
    """Follow a parameter through a function, the attribute it is kept in, what it is passed to."""
    key = function.title, name
    if key not in catalogue.usages:
        catalogue.usages[key] = _follow(function, name, catalogue, set())
    return catalogue.usages[key]


def _follow(
    function: Function, name: str, catalogue: Catalogue, seen: set[tuple[str, str]]
) -> Usage:
    if (function.title, name) in seen:
        return Usage()
    seen.add((function.title, name))
    result = Watcher(name).watch(function.node)
    for alias in _aliases(function.node, name):
        result.merge(Watcher(alias).watch(function.node))
    owner = catalogue.classes.get(function.owner)
    for attribute in _kept_in(function.node, name) if owner else ():
        for method in owner.methods.values() if owner else ():
            for known in (f"self.{attribute}", *_aliases(method.node, f"self.{attribute}")):
                result.merge(Watcher(known).watch(method.node))
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
        if isinstance(each, ast.Assign) and is_name(each.value, name)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id != name
    ]


def _kept_in(node: ast.AST, name: str) -> list[str]:
    """The attributes of ``self`` that are assigned the parameter."""
    return [
        target.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Assign) and is_name(each.value, name)
        for target in each.targets
        if isinstance(target, ast.Attribute) and is_name(target.value, "self")
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
                    if is_name(argument, name)
                ]
                found += [
                    (callee, each.arg)
                    for each in call.keywords
                    if each.arg in names and is_name(each.value, name)
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
