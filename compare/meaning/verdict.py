"""What is said of one formula, as data."""

from dataclasses import dataclass, field

from compare.formulas.statement import Statement
from compare.meaning.problem import Problem


@dataclass(frozen=True)
class Judgement:
    """The verdict on one formula.

    Attributes
    ----------
    verdict
        ``right``, ``convention``, ``wrong`` by its numbers, ``shape`` where it does not fit,
        ``unknown``.
    about
        What it was checked as: ``logistic regression``.
    quantity
        What its left side names.
    forms
        Of what it is right: of ``one`` example, of ``all``.
    why
        In words; for ``unknown`` what is not known.
    problems
        For what is wrong: the likeliest way to understand it first.
    """

    statement: Statement
    verdict: str
    about: str = ""
    quantity: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
