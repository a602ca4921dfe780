"""What a row of the corpus says: an edit of a right file, and what it does to the network."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a family's file: ``old``, which stands there once, becomes ``new``.

    Attributes
    ----------
    family
        Filled in when the rows are collected.
    nth
        Which of several occurrences of ``old`` is meant, from 1; 0 wants exactly one.
    at
        Part of the line where the finding belongs, if that is not the first changed line.
    """

    id: str
    old: str
    new: str
    family: str = ""
    nth: int = 0
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Variant(Edit):
    """An edit that makes the file wrong.

    Attributes
    ----------
    cause, quantity
        The code of the slip and the canonical name of the first quantity that it makes wrong.
    also
        Other codes that name the same edit fairly.
    fair
        Parts of other lines that can be blamed as well: one change there makes the file right too.
    """

    cause: str
    quantity: str
    also: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Convention(Edit):
    """An edit after which the gradients are right in another convention.

    Attributes
    ----------
    cause, also
        The code of the one finding that says so, and others that are fair.
    ratio
        Every gradient over the derivative of the file's own cost: a formula in ``m`` and ``n_y``.
        Empty if the gradients are those of ``other_cost``, up to a constant.
    other_cost
        ``binary-cross-entropy``, ``categorical-cross-entropy`` or ``squared-error``.
    agreeing
        Whether plain agreement is as fair, since the file computes no cost or scales it alike.
    """

    cause: str
    also: tuple[str, ...] = ()
    ratio: str = ""
    other_cost: str = ""
    agreeing: bool = False


@dataclass(frozen=True, kw_only=True)
class Equivalent(Edit):
    """An edit that changes the form and nothing else: the verdict stays ``agree``."""


@dataclass(frozen=True, kw_only=True)
class Approximation(Edit):
    """An edit too small to matter: agreement is fair, and so is the cause ``approximate``."""
