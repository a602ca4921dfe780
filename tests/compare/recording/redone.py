"""Every node computed once more from the recorded values of its operands."""

from typing import Any

import numpy as np

from compare.recording.graph import Node, Other, Recording, Ref

SKIPPED = ("input", "parameter", "create", "constant", "opaque", "changed", "view", "shuffle")


def redone(recording: Recording, node: Node) -> Any:
    """The value of an operation, from its operands."""

    def given(argument: Any) -> Any:
        match argument:
            case Ref():
                value = recording.nodes[argument.node].value
                return value.copy() if isinstance(value, np.ndarray) else value
            case list():
                return [given(part) for part in argument]
            case tuple():
                return tuple(given(part) for part in argument)
            case slice():
                return slice(given(argument.start), given(argument.stop), given(argument.step))
            case Other():
                raise NotImplementedError(argument.text)
        return argument

    args = [given(argument) for argument in node.args]
    kwargs = {name: given(argument) for name, argument in node.kwargs.items()}
    return _by_name(node.op, args, kwargs)


def _by_name(op: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    array = args[0]
    match op:
        case "getitem":
            return array[args[1]]
        case "setitem":
            array[args[1]] = args[2]
            return array
        case "float" | "int":
            return {"float": float, "int": int}[op](array)
        case "copy" | "flatten" | "astype" | "fill" | "sort" | "resize" | "item":
            result = getattr(np.asarray(array), op)(*args[1:], **kwargs)
            return array if result is None else result
        case "reshape":
            return array.reshape(*args[1:], **kwargs)
        case "transpose" if len(args) > 1 and not isinstance(args[1], tuple):
            return array.transpose(*args[1:])
        case "linalg.matrix_power":
            return np.linalg.matrix_power(*args)
    function: Any = np
    for part in op.split("."):
        function = getattr(function, part)
    result = function(*args, **kwargs)
    return array if result is None else result
