"""What a text says of shapes: ``X.shape = (n_x, m)``, ``W^{[l]} : (n^{[l]}, n^{[l-1]})``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from compare.formulas.tokens import plain

Dims = tuple[str, ...]

LETTER = (
    r"(?P<d>d)?(?P<letter>[XYZAWxyzawb])\s*(?:\[\s*(?P<layer>[lL\d][^\]]{0,4})\]|_?(?P<number>\d))?"
)
SAYS = (
    r"\s*(?:\.\s*(?:shape|size))?\s*(?:的|就)?\s*(?:维度|大小|形状|shape|size)?\s*"
    r"(?:==?|:|为|是|is|has\s+shape|∈)?\s*(?:一个|a)?\s*"
)
ENTRY = r"\s*(?:n\s*(?:_?\w|\[[^\]]{1,5}\])|m|\d+)\s*"
STATED = re.compile(
    rf"(?<![A-Za-z0-9_\]\)}}^'.]){LETTER}(?P<says>{SAYS})\((?P<rows>{ENTRY}),(?P<columns>{ENTRY})\)"
)
IN_R = re.compile(
    rf"(?<![A-Za-z0-9_\]\)}}^'.]){LETTER}\s*\\in\s*R\s*(?:\^\s*(?P<dims>[^,;$。]+))?$"
)
PAIR = re.compile(r"\(\s*(\d+)\s*,\s*(\d+)\s*\)")
ARITHMETIC = re.compile(r"^[\s(),\d*+@×·.=]+$")


@dataclass(frozen=True)
class Said:
    """A shape that is stated.

    Attributes
    ----------
    quantity, layer
        ``dW``, ``1`` or ``l``; the layer is empty where none is written.
    dims
        As they are stated, in one spelling.
    """

    text: str
    quantity: str
    layer: str
    dims: Dims

    @property
    def in_numbers(self) -> bool:
        """Whether the sizes are numbers, so that only others can tell whether they are right."""
        return len(self.dims) == 2 and all(size.isdigit() for size in self.dims)


def flat(text: str) -> str:
    """Write marks and brackets in one way: ``W^{[1]}`` as ``W[1]``."""
    text = re.sub(r"\\(?:mathbb|mathcal|mathrm|Bbb)\s*\{?\s*R\s*\}?", " R ", text)
    text = re.sub(r"\\(?:times|cdot)", "*", text.replace("$", ""))
    text = re.sub(r"\\(?:omega)\b", "w", text)
    text = plain(text).replace("\\left", "").replace("\\right", "")
    text = re.sub(r"\^\s*\{\s*(\[[^\]]*\])\s*\}", r"\1", text)
    text = re.sub(r"\^\s*(\[[^\]]*\])", r"\1", text)
    return re.sub(r"(?<=\w)\s+(?=\[)", "", text)


def said_in(line: str) -> Iterator[Said]:
    """Find every shape that a line states."""
    text = flat(line)
    for found in STATED.finditer(text):
        if found["says"].strip() in ("", "a", "一个"):
            continue
        dims = (entry(found["rows"]), entry(found["columns"]))
        yield _said(found, dims)


def membership(text: str) -> Said | None:
    r"""Read ``X \\in \\mathbb{R}^{n_x \\times m}``."""
    found = IN_R.search(flat(text).strip())
    if found is None:
        return None
    inside = (found["dims"] or "").strip("{} ")
    dims = tuple(entry(part) for part in inside.split("*")) if inside else ()
    return _said(found, dims)


def _said(found: "re.Match[str]", dims: Dims) -> Said:
    layer = (found["layer"] or found["number"] or "").replace(" ", "")
    return Said(found[0].strip(), f"{found['d'] or ''}{found['letter']}", layer, dims)


def entry(text: str) -> str:
    """Write a size in one way: ``n[0]`` is ``n_x``."""
    text = re.sub(r"\s", "", text).strip("{}")
    text = re.sub(r"^n_?\{?x\}?$", "n_x", text)
    return "n_x" if text in ("n[0]", "n0", "n_0") else re.sub(r"^n_?(\d)$", r"n[\1]", text)


def expected(said: Said) -> tuple[Dims, ...]:
    """Give the shapes that a quantity can have in the course; none if that is not known."""
    letter, layer = said.quantity.removeprefix("d"), said.layer
    n = entry(f"n[{layer}]") if layer else ""
    before = entry(f"n[{_before(layer)}]") if layer else ""
    if letter in ("W", "w") and layer:
        return ((n, before),)
    if letter == "b" and layer:
        return ((n, "1"),)
    if letter in ("Z", "A") and layer:
        return ((n, "m"),)
    if letter in ("z", "a") and layer:
        return ((n, "1"), (n,), (n, "m"))
    plain_shapes: dict[str, tuple[Dims, ...]] = {
        "X": (("n_x", "m"),),
        "x": (("n_x", "1"), ("n_x",)),
        "Y": (("1", "m"), ("n_y", "m")),
        "y": (("1", "m"), ("1",), ()),
        "w": (("n_x", "1"), ("n_x",)),
        "b": ((), ("1", "1"), ("1",)),
    }
    return plain_shapes.get(letter, ())


def _before(layer: str) -> str:
    if layer.isdigit():
        return str(int(layer) - 1)
    head, sign, tail = layer.partition("-")
    return f"{head}-{int(tail) + 1}" if sign and tail.isdigit() else f"{layer}-1"


def written(dims: Dims) -> str:
    """Write a shape."""
    return f"({', '.join(dims)})" if dims else "a number"


def arithmetic_of_shapes(line: str) -> tuple[bool, str] | None:
    """Check ``(4,1) = (4,3) * (3,1) + (4,1)``; None if the line is nothing of the kind."""
    text = plain(line).strip()
    text = re.split(r"\s{3,}|[^\x00-\x7f]", text)[0].strip()
    if not ARITHMETIC.match(text) or text.count("=") != 1 or len(PAIR.findall(text)) < 2:
        return None
    left, right = text.split("=")
    wanted = PAIR.findall(left)
    if len(wanted) != 1:
        return None
    for term in right.split("+"):
        sizes = [(int(a), int(b)) for a, b in PAIR.findall(term)]
        if not sizes:
            return None
        for (_, inner), (outer, _) in pairwise(sizes):
            if inner != outer:
                return False, f"{term.strip()}: {inner} and {outer} do not fit"
        shape = (str(sizes[0][0]), str(sizes[-1][1]))
        if shape != wanted[0]:
            return False, f"{term.strip()} is {written(shape)}, not {written(wanted[0])}"
    return True, text
