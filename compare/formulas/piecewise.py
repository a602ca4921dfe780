"""Functions in pieces: cases, an array behind a brace, ``1 if z > 0 else 0``."""

import re
from collections.abc import Callable

from compare.formulas.expression import Apply, Binary, Expression
from compare.formulas.read import FormulaError

CASES = re.compile(
    r"(?:\\left\s*\\\{\s*|\\\{\s*)?\\begin\{(?P<name>cases|array|aligned|matrix)\}(?:\{[^{}]*\})?(?P<rows>.*?)"
    r"\\end\{(?P=name)\}(?:\s*\\right\s*\.)?",
    re.DOTALL,
)
INLINE = re.compile(r"^(?P<value>.+?)\s+if\s+(?P<test>.+?)\s+else\s+(?P<other>.+)$")
NOISE = re.compile(
    r"\\(?:text|mathrm|textrm|quad|qquad|,|;|displaystyle)|[{}]|\bif\b|\bfor\b|if(?=\s)"
)
COMPARISON = re.compile(
    r"(?P<left>.+?)(?P<sign>>=|<=|>|<|\\geqslant|\\geq|\\ge|\\leqslant|\\leq|\\le|≥|≤)(?P<right>.+)"
)
SIGNS = {
    **dict.fromkeys(("\\geqslant", "\\geq", "\\ge", "≥", ">="), ">="),
    **dict.fromkeys(("\\leqslant", "\\leq", "\\le", "≤", "<="), "<="),
    "<": "<", ">": ">",
}  # fmt: skip  # a row a sign
Read = Callable[[str], Expression]


def piecewise(text: str, read: Read) -> Expression | None:
    """Read a side that is given in pieces; None if it is not.

    Raises
    ------
    FormulaError
        If a piece has no condition that is understood.
    """
    inline = INLINE.match(text.strip())
    if inline:
        test = _test(inline["test"], read)
        return Apply("where", (test, read(inline["value"]), read(inline["other"])))
    found = CASES.search(text)
    if found is None:
        return None
    pieces = []
    for row in re.split(r"\\\\", found["rows"]):
        if row.strip():
            value, _, condition = row.partition("&")
            pieces.append((value.strip().rstrip(","), condition))
    if len(pieces) < 2:
        raise FormulaError("a function in pieces has at least two")
    whole = read(pieces[-1][0])
    for value, condition in reversed(pieces[:-1]):
        whole = Apply("where", (_test(condition, read), read(value), whole))
    return whole


def _test(text: str, read: Read) -> Expression:
    cleaned = NOISE.sub(" ", text).strip().rstrip(".,;")
    found = COMPARISON.match(cleaned)
    if found is None:
        raise FormulaError(f"the condition '{cleaned[:30]}' is not understood")
    left, right = read(found["left"]), read(found["right"])
    sign = SIGNS[found["sign"]]
    return Binary(">", left, right) if sign == ">" else Apply(sign, (left, right))
