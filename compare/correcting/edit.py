"""An edit: a side written otherwise, with the code of the slip that it takes back."""

from dataclasses import dataclass

from compare.formulas.expression import Expression


@dataclass(frozen=True)
class Edit:
    """One slip taken back.

    Attributes
    ----------
    side
        The whole side after it.
    cause
        The code of the slip.
    words
        What the person's formula does, as a predicate: ``sums over the units as well``.
    """

    side: Expression
    cause: str
    words: str
