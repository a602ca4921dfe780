"""What a formula of a stranger may be: so long, so deep, such powers; and how a refusal reads."""

import re
from collections.abc import Iterable

from compare.formulas.expression import Binary, Expression, Name, Negate, Number, Series, nodes
from compare.formulas.read import FormulaError

MOST_CHARACTERS = 2000
MOST_BRACKETS = 40
"""So many brackets may be open at once."""
MOST_NODES = 600
MOST_DEPTH = 120
LARGEST_POWER = 64
LARGEST_NUMBER = 1e12
LONGEST_NAME = 40
MOST_SUMS = 3
"""So many sums over an index may stand in each other."""
UPPER_END = re.compile(r"|[A-Za-z](?:-1)?|\d{1,2}|[nm]_?\{?\w*\}?|n\^?\{?\[[^\]]{1,4}\]\}?")
"""Up to what a sum over an index may go: m, n_x, n^{[1]}, a small number."""

OPENING, CLOSING = "([{", ")]}"


def shortened(text: str, length: int = 60) -> str:
    """Show the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 3]}..."


def check_text(text: str) -> None:
    """Refuse what is too long or too deep before anything parses it.

    Raises
    ------
    FormulaError
        If it is empty, too long, nested too deep, or holds control characters.
    """
    if not text.strip():
        raise FormulaError("the formula is empty; write one as in dW2 = dZ2 @ A1.T / m")
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(
            f"'{shortened(text)}' has {len(text)} characters; a formula has at most "
            f"{MOST_CHARACTERS}"
        )
    if any(ord(character) < 32 and character not in "\t\n\r" for character in text):
        raise FormulaError(f"{shortened(ascii(text))} holds control characters")
    depth = deepest = 0
    for character in text:
        depth += (character in OPENING) - (character in CLOSING)
        deepest = max(deepest, depth)
    if deepest > MOST_BRACKETS:
        raise FormulaError(
            f"'{shortened(text)}' opens {deepest} brackets at once; at most {MOST_BRACKETS} can be"
        )


def check_tree(sides: Iterable[Expression], text: str) -> None:
    """Refuse a tree that is too large, or would compute numbers beyond all bounds.

    Raises
    ------
    FormulaError
        With the part that is meant.
    """
    number = 0
    for side in sides:
        for node in nodes(side):
            number += 1
            match node:
                case Number(value) if not abs(value) <= LARGEST_NUMBER:
                    raise FormulaError(f"{value:g} is too large a number for a formula")
                case Name(name) if not _is_short(name):
                    raise FormulaError(
                        f"'{shortened(name, 30)}' is no quantity: its name or its layer is too long"
                    )
                case Series(index, last, operand) if not _is_short_sum(last, operand):
                    raise FormulaError(
                        f"the sum over {shortened(index, 10)} up to '{shortened(last, 20)}' is too "
                        "long, or holds too many others"
                    )
                case Binary("**", _, power) if _too_large(power):
                    raise FormulaError(
                        f"'{shortened(text)}' holds a power that is too large: an exponent is a "
                        f"number up to {LARGEST_POWER}, or a quantity"
                    )
    if number > MOST_NODES:
        raise FormulaError(
            f"'{shortened(text)}' has {number} parts; a formula has at most {MOST_NODES}"
        )


def _is_short(name: str) -> bool:
    """Whether a name can be that of a quantity, of a layer up to 99."""
    return len(name) <= LONGEST_NAME and not re.search(r"\d{3}", name)


def _is_short_sum(last: str, operand: Expression) -> bool:
    inside = sum(isinstance(node, Series) for node in nodes(operand))
    return UPPER_END.fullmatch(last) is not None and inside < MOST_SUMS


def _too_large(power: Expression) -> bool:
    match power:
        case Number(value):
            return not abs(value) <= LARGEST_POWER
        case Negate(operand):
            return _too_large(operand)
        case Binary("**", left, _):
            return isinstance(left, Number)
        case Binary(_, left, right):
            return _too_large(left) or _too_large(right)
    return False
