"""Conventions: other tables that are as right, told apart by name.

scale   the loss summed instead of averaged; half the square or all of it; the 1/m in dZ or in dW
kink    the derivative of relu and leaky relu at exactly 0, any value between the two slopes

A convention is a whole table, so what follows it is judged by it, as strictly as by the usual one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from compare.formulas.expression import AT_ZERO, KINKED
from compare.quantities.model import Model

ConventionKind = Literal["scale", "place", "kink"]

KINK = re.compile(rf"\b({'|'.join(KINKED)})(?=(?:_prime)?\()")


@dataclass(frozen=True)
class Convention:
    """A table, what sets it apart from the usual one, and of what kind that is.

    A ``scale`` makes the gradients those of another multiple of the cost; the ``place`` of the 1/m
    and the value at a ``kink`` change no gradient that anybody would call another one.
    """

    kind: ConventionKind
    name: str
    model: Model


@dataclass(frozen=True)
class Scale:
    """Which multiple of the cost is differentiated.

    Attributes
    ----------
    total
        Whether the loss is summed over the examples, not averaged.
    in_dZ
        Whether the 1/m of the mean stands in dZ already.
    whole_square
        Whether the squared error is taken without its half.
    usual_cost
        Whether the cost itself is the usual one all the same.
    """

    total: bool = False
    in_dZ: bool = False
    whole_square: bool = False
    usual_cost: bool = False

    @property
    def of_its_own(self) -> bool:
        """Whether the gradients are not those of the cost that stands beside them."""
        return self.whole_square and self.usual_cost

    @property
    def kind(self) -> ConventionKind:
        """Whether only the place of the 1/m is another."""
        return "scale" if self.total or self.whole_square else "place"

    @property
    def name(self) -> str:
        """Say it in words."""
        parts = [
            "the loss is summed over the examples, not averaged" * self.total,
            "the squared error is taken without its half" * self.whole_square,
            "the 1/m stands in dZ, not in dW and db" * self.in_dZ,
            "the cost is the usual one, the gradients are not" * self.usual_cost,
        ]
        return "; ".join(filter(None, parts))


USUAL = Scale()
MEANS = (USUAL, Scale(in_dZ=True))
TOTALS = (Scale(total=True), Scale(total=True, usual_cost=True))


def scales(cost: str) -> Iterator[Scale]:
    """Give every scale but the usual one."""
    yield from (*MEANS[1:], *TOTALS)
    if cost == "squared-error":
        for scale in (*MEANS, *TOTALS):
            yield replace(scale, whole_square=True)
        for scale in MEANS:
            yield replace(scale, whole_square=True, usual_cost=True)


def with_kinks(model: Model, shares: Mapping[str, float]) -> Model:
    """Take other derivatives at exactly 0.

    ``shares`` says for relu and leaky_relu how far from the left slope, 0, to the right one, 1.
    """

    def spelt(text: str) -> str:
        return KINK.sub(lambda found: _spelt(found[1], shares.get(found[1], 0)), text)

    return replace(
        model,
        quantities=tuple(replace(row, text=spelt(row.text)) for row in model.quantities),
        scaled=lambda: [(scale, with_kinks(table, shares)) for scale, table in model.scaled()],
    )


def declare_kinks(model: Model, at_zero: int) -> Model:
    """Lay down relu'(0), at the left slope, 0, or at the right one, 1; no other is right then."""
    return replace(with_kinks(model, dict.fromkeys(KINKED, float(at_zero))), kinks_declared=True)


def _spelt(function: str, share: float) -> str:
    return f"{function}_{AT_ZERO[share]}" if share else function


def conventions(model: Model, *, kinks: bool) -> Iterator[Convention]:
    """Give every other table, the nearest first; those of the kink only where it may matter."""
    scaled = [Convention(scale.kind, scale.name, table) for scale, table in model.scaled()]
    yield from scaled
    for shares in _kink_shares(model) if kinks else ():
        name = ", ".join(
            f"{function}'(0) = {KINKED[function] + share * (1 - KINKED[function]):g}"
            for function, share in shares.items()
        )
        yield Convention("kink", name, with_kinks(model, shares))
        for convention in scaled:
            joined = f"{convention.name}; {name}"
            yield Convention(convention.kind, joined, with_kinks(convention.model, shares))


def _kink_shares(model: Model) -> Iterator[dict[str, float]]:
    """Combine the other values of every kinked function of a table."""
    found = {function for row in model for function in KINK.findall(row.text)}
    functions = [function for function in KINKED if function in found]
    for shares in product((0.0, *AT_ZERO), repeat=len(functions)):
        chosen = {g: share for g, share in zip(functions, shares, strict=True) if share}
        if chosen:
            yield chosen
