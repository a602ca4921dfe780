"""Constants that gradients may share: how a number is made of numbers, m and n_y."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NUMBERS = (1.0, 2.0, 0.5, 4.0, 0.25)
"""The plain numbers of a convention: the square's 2, its half."""

POWERS = (0, 1, -1, 2, -2)
EXACT = 1e-7


@dataclass(frozen=True, order=True)
class Scale:
    """``number * m**examples * n_y**outputs``."""

    examples: int
    outputs: int
    number: float

    @property
    def is_plain(self) -> bool:
        """Whether it is positive and a convention could be made of it."""
        return any(abs(self.number - plain) < EXACT * plain for plain in NUMBERS)

    @property
    def is_plain_but_sign(self) -> bool:
        """Whether it would be plain if it were positive."""
        return any(abs(abs(self.number) - plain) < EXACT * plain for plain in NUMBERS)

    @property
    def is_one(self) -> bool:
        """Whether nothing is multiplied."""
        return self.examples == self.outputs == 0 and abs(self.number - 1) < EXACT

    @property
    def weight(self) -> tuple[int, float]:
        """How far it is from 1: simple ones first."""
        plain = 0 if abs(self.number - 1) < EXACT else 1
        return abs(self.examples) + abs(self.outputs) + plain, abs(self.number)

    def value(self, sizes: Mapping[str, int]) -> float:
        """Compute it for the sizes of a case."""
        return float(self.number * sizes["m"] ** self.examples * sizes["n_y"] ** self.outputs)

    def __str__(self) -> str:
        parts = [f"{self.number:.6g}"] if abs(self.number - 1) > EXACT else []
        over: list[str] = []
        for name, power in (("m", self.examples), ("n_y", self.outputs)):
            (parts if power > 0 else over).extend([name] * abs(power))
        text = " * ".join(parts) or "1"
        return text if not over else f"{text} / {' / '.join(over)}"


def scales_of(ratio: float, sizes: Mapping[str, int]) -> dict[tuple[int, int], float]:
    """Write a ratio in every way: for each pair of powers the number that is left."""
    return {
        (a, b): ratio / (sizes["m"] ** a * sizes["n_y"] ** b)
        for a in POWERS
        for b in POWERS
        if abs(a) + abs(b) <= 3
    }


def common_scales(ratios: Iterable[tuple[float, Mapping[str, int]]]) -> list[Scale]:
    """The ways in which ratios of several cases are one constant of numbers, m and n_y.

    Parameters
    ----------
    ratios
        Of each case the ratio, and its ``m`` and ``n_y``.
    """
    kept: dict[tuple[int, int], float] | None = None
    for ratio, sizes in ratios:
        ways = scales_of(ratio, sizes)
        if kept is None:
            kept = ways
        else:
            kept = {
                powers: number
                for powers, number in kept.items()
                if abs(ways[powers] - number) <= EXACT * abs(number)
            }
    found = [Scale(a, b, _rounded(number)) for (a, b), number in (kept or {}).items()]
    return sorted(found, key=lambda scale: (not scale.is_plain, scale.weight))


def _rounded(number: float) -> float:
    for plain in NUMBERS:
        for sign in (1, -1):
            if abs(number - sign * plain) < EXACT * plain:
                return sign * plain
    return float(f"{number:.7g}")
