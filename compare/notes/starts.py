"""Shapes of the parameters that code starts with: ``W1 = np.random.randn(2, 2) * 0.01``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

START = re.compile(
    r"^\s*(?P<letter>[Ww]|b)(?P<layer>\d+)\s*=.*?\b(?:np|numpy)\.(?:random\.)?"
    r"(?P<function>zeros|ones|randn|rand)\s*\((?P<arguments>(?:[^()]|\([^()]*\))*)\)"
)
SIZES = re.compile(r"^\s*\(?\s*(\d+)\s*,\s*(\d+)\s*\)?\s*$")
OF_A_TUPLE = ("zeros", "ones")


@dataclass(frozen=True)
class Start:
    """A parameter as code makes it; ``mistake`` is empty, a cause code, or what is meant."""

    line: int
    text: str
    cause: str = ""
    words: str = ""
    meant: str = ""


def starts(lines: tuple[str, ...], first: int) -> Iterator[Start]:
    """Check every parameter of a block against the call it is made with, and against W."""
    weights: dict[int, tuple[int, int]] = {}
    for number, line in enumerate(lines, start=first):
        found = START.match(line)
        sizes = SIZES.match(found["arguments"]) if found else None
        if found is None or sizes is None:
            continue
        shape, layer = (int(sizes[1]), int(sizes[2])), int(found["layer"])
        text = line.split("#")[0].strip()
        if found["letter"] in "Ww":
            weights[layer] = shape
            yield _call(number, text, found) or _chain(number, text, layer, weights)
        else:
            yield _call(number, text, found) or _bias(number, text, layer, shape, weights)


def _call(line: int, text: str, found: "re.Match[str]") -> Start | None:
    """A tuple where numbers are wanted, or numbers where a tuple is."""
    inside, function = found["arguments"].strip(), found["function"]
    tuple_given = inside.startswith("(")
    if tuple_given == (function in OF_A_TUPLE):
        return None
    bare = inside.strip("() ")
    meant = f"({bare})" if function in OF_A_TUPLE else bare
    wants = "one tuple" if function in OF_A_TUPLE else "its sizes one by one"
    right = text.replace(f"{function}({found['arguments']})", f"{function}({meant})")
    return Start(line, text, "not-runnable", f"np {function} takes {wants}", right)


def _chain(line: int, text: str, layer: int, weights: dict[int, tuple[int, int]]) -> Start:
    before = weights.get(layer - 1)
    rows, columns = weights[layer]
    if before is not None and before[0] != columns:
        words = f"W{layer} has {columns} columns, and layer {layer - 1} has {before[0]} units"
        return Start(
            line, text, "shape", words, text.replace(f"{rows}, {columns}", f"{rows}, {before[0]}")
        )
    return Start(line, text)


def _bias(
    line: int, text: str, layer: int, shape: tuple[int, int], weights: dict[int, tuple[int, int]]
) -> Start:
    W = weights.get(layer)
    if W is None or shape == (W[0], 1):
        return Start(line, text)
    words = f"b{layer} is {shape}, but W{layer} is {W}: it has {W[0]} unit{'s' * (W[0] > 1)}"
    meant = re.sub(r"\d+\s*,\s*\d+", f"{W[0]}, 1", text, count=1)
    return Start(line, text, "shape", words, meant)
