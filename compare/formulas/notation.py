"""Read a formula in whichever notation it is written."""

import re

from compare.formulas.limits import check_text, check_tree
from compare.formulas.read import FormulaError
from compare.formulas.read_mathematics import read_mathematics
from compare.formulas.read_python import read_python
from compare.formulas.statement import Notation, Statement

MATHEMATICS = re.compile(r"\\[A-Za-z]|\^|_\{|\.\*|[·⋅×∘⊙∂σαωŷ−∑Σλᵀ²′∗←]|[A-Za-z\])]'|:=|̂")
APPLIED = re.compile(r"(?<![\w.])(?:d?[JLPp]|\d+)\s*\(")
LATEX = re.compile(r"\\[A-Za-z]|\^\s*\{|_\{")
STORE = re.compile(r"\[\s*[\"'][A-Za-z]")
LAYERS_IN_BRACKETS = re.compile(r"\b[dzawbZAWg]+\[[lL0-9]")
PYTHON = re.compile(
    r"\bnp\.|\bnumpy\.|\.T\b|\.t\b|@|\*\*|\bmath\.|\.shape|\.sum\(|\.dot\(|\[\"|\['"
)


def read_formula(text: str, notation: Notation | None = None) -> Statement:
    """Read one formula.

    Parameters
    ----------
    notation
        In which it is written; told by its signs if None.

    Raises
    ------
    FormulaError
        If it is no formula, or holds what is not allowed; the message says which part.
    """
    check_text(text)
    notation = notation or notation_of(text)
    try:
        statement = READERS[notation](text)
    except FormulaError as error:
        statement = _otherwise(text, notation, error)
    check_tree(statement.sides, text)
    return statement


READERS = {"python": read_python, "mathematics": read_mathematics}


def notation_of(text: str) -> Notation:
    """Tell the notation by its signs; Python if there is none."""
    if LATEX.search(text):
        return "mathematics"
    if STORE.search(text):
        return "python"
    if MATHEMATICS.search(text) or APPLIED.search(text):
        return "mathematics"
    if LAYERS_IN_BRACKETS.search(text) and not PYTHON.search(text):
        return "mathematics"
    return "python"


def _otherwise(text: str, notation: Notation, error: FormulaError) -> Statement:
    """Try the other notation where that can be; what was refused stays refused."""
    if "allowed" in str(error) or "may not be called" in str(error) or PYTHON.search(text):
        raise error
    other: Notation = "python" if notation == "mathematics" else "mathematics"
    try:
        return READERS[other](text)
    except FormulaError:
        raise error from None
