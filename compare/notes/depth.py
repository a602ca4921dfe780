"""How many layers the network of a text has: as many as it names weights for."""

import re

from compare.formulas.tokens import plain

WEIGHTS = re.compile(
    r"(?<![A-Za-z])d?[WwAaZz]\s*(?:\^\s*\{?\s*)?(?:\[\s*(\d)\s*\]|(?<=[WAZ])_?\{?(\d)(?!\d))"
)
DEEPEST = 5


def depth_of(text: str) -> int:
    """Give the largest layer that is named, 0 if none is."""
    found = [int(a or b) for a, b in WEIGHTS.findall(plain(text))]
    return max((layer for layer in found if layer <= DEEPEST), default=0)
