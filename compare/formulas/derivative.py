"""Derivatives as fractions: dL/dz, dJ/dw_1, da/dz, and d/dz in front of a function."""

from dataclasses import replace

from compare.formulas.expression import Call, Expression, Name
from compare.formulas.read import FormulaError
from compare.formulas.symbol import Symbol, symbol_of

OPERATOR = Name("d")
"""A ``d`` with nothing behind it, as above in ``d/dz``."""


def ratio(above: Expression, below: Expression) -> Expression | None:
    """Read dL over dw as the derivative it is; None if it is an ordinary fraction."""
    if not isinstance(above, Name) or not isinstance(below, Name):
        return None
    by = symbol_of(below.id)
    if by.derivative != "d":
        return None
    if above == OPERATOR:
        return Name(f"d/{below.id}")
    of = symbol_of(above.id)
    if of.derivative != "d":
        return None
    if of.letter in ("L", "J") and not of.layer:
        by = replace(by, derivative=f"d{of.letter}/d", sample=by.sample or of.sample)
        return Name(by.id)
    return Name(f"{above.id}/{below.id}")


def parts(id: str) -> tuple[Symbol, Symbol] | None:  # noqa: A002  # the tree's word for it
    """Take ``da/dz`` apart into a and z; None for what is no such fraction."""
    above, slash, below = id.partition("/")
    if not slash or above in ("d", "dL", "dJ"):
        return None
    of, by = symbol_of(above), symbol_of(below)
    return replace(of, derivative=""), replace(by, derivative="")


def applied(operator: Name, operand: Expression) -> Expression:
    """Put ``d/dz`` in front of a function of z, or of a quantity.

    Raises
    ------
    FormulaError
        In front of anything else.
    """
    by = symbol_of(operator.id.removeprefix("d/"))
    match operand:
        case Call(function, Name() as argument, False) if (
            argument.id == replace(by, derivative="").id
        ):
            return Call(function, argument, prime=True)
        case Name(id):
            found = ratio(Name(replace(symbol_of(id), derivative="d").id), Name(by.id))
            if found is not None:
                return found
    raise FormulaError("d/dz stands in front of something else than a function of z")
