"""One formula of a text, and where it stands."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["display", "inline", "code", "plain"]


@dataclass(frozen=True)
class Passage:
    """A piece of a text that may be a formula.

    Attributes
    ----------
    line
        Of the file, from 1: where the formula begins.
    kind
        How it is set.
    block
        The display or the block of code it is in: what stands in one belongs together.
    label
        The label that the line is about: ``if y = 1``.
    """

    line: int
    text: str
    kind: Kind
    block: int = 0
    label: int | None = None
