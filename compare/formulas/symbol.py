"""A quantity as people write it: ``dz^{[l-1](i)}_j`` is a letter with marks around it."""

import re
from dataclasses import dataclass
from functools import lru_cache

QUANTITIES = ("Z", "z", "A", "a", "W", "w", "b", "X", "x", "Y", "y", "yhat")
"""What a layer and a data set are made of, in the letters of the course."""

SIZES = ("n_x", "n_h", "n_y")

SYMBOL = re.compile(
    r"(?P<derivative>new_|d(?:[LJ]/d)?)?(?P<letter>yhat|[A-Za-z]+)(?P<number>\d*)"
    r"(?:\[(?P<layer>[^\]]*)\])?(?:\((?P<sample>\w+)\))?(?:_(?P<unit>\w+))?"
)


@dataclass(frozen=True)
class Symbol:
    """A letter and its marks; a mark that is not there is empty.

    Attributes
    ----------
    derivative
        ``d`` for dW, ``dL/d`` and ``dJ/d`` where it is said of what; ``new_`` for what an update
        gives.
    number
        A bare number behind it, ``w_1`` or ``W1``: of a layer or of a feature.
    layer, sample, unit
        ``[l]``, ``(i)``, and an index below beside a layer.
    """

    letter: str
    derivative: str = ""
    number: str = ""
    layer: str = ""
    sample: str = ""
    unit: str = ""

    @property
    def id(self) -> str:
        """One spelling for all ways to write it."""
        marks = (
            f"[{self.layer}]" if self.layer else "",
            f"({self.sample})" if self.sample else "",
            f"_{self.unit}" if self.unit else "",
        )
        return f"{self.derivative}{self.letter}{self.number}{''.join(marks)}"


@lru_cache(maxsize=4096)
def symbol_of(id: str) -> Symbol:  # noqa: A002  # the tree's word for it
    """Read the spelling back."""
    found = None if id in SIZES else SYMBOL.fullmatch(id)
    if found is None:
        return Symbol(id)
    marks = {name: mark or "" for name, mark in found.groupdict().items()}
    if marks["derivative"] and not _has_derivative(marks["letter"]):
        marks["letter"], marks["derivative"] = marks["derivative"] + marks["letter"], ""
    return Symbol(**marks)


def _has_derivative(letter: str) -> bool:
    return letter in QUANTITIES or len(letter) == 1
