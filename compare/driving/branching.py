"""Options in a list: ``Network(sizes, ["tanh", "linear"])`` leaves ``"sigmoid"`` unseen."""

import ast
from collections.abc import Iterator

from compare.driving.definitions import Function, Parameter
from compare.driving.file import File
from compare.driving.following import usage_of


def lists_of_others(
    file: File, function: Function, parameter: Parameter
) -> Iterator[tuple[str, ...]]:
    """Give for each option that the script's list lacks a list with it, in all but the last place.

    What stands last belongs to the cost: another one there would be another network.
    """
    written = _written(file, function, parameter)
    if len(written) < 2:
        return
    known = next((each for each in _compared(file) if set(written) <= each), set())
    for option in sorted(known - set(written)):
        yield (option,) * (len(written) - 1) + written[-1:]


def _written(file: File, function: Function, parameter: Parameter) -> tuple[str, ...]:
    """The strings of the list that the script hands over."""
    title = function.owner if function.is_starter else function.title
    for hint in file.hints.of(title)[:1]:
        match hint.arguments.get(parameter.name):
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                texts = [each.value for each in parts if isinstance(each, ast.Constant)]
                strings = tuple(each for each in texts if isinstance(each, str))
                return strings if len(strings) == len(parts) else ()
    return ()


def _compared(file: File) -> Iterator[set[str]]:
    """For each parameter of the file's functions, the strings that it is compared with."""
    for function in file.catalogue.everything():
        for parameter in function.parameters:
            yield set(usage_of(function, parameter.name, file.catalogue).strings)
