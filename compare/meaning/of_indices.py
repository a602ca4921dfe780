"""Sums over an index of plain matrices: u_i = sum_j A_ij v_j."""

from compare.formulas.expression import Name, Series
from compare.formulas.expression import names as names_of
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of


def is_matrix_product(statement: Statement) -> bool | None:
    """Whether ``u_i = sum_j A_ij v_j`` holds for u = A v; None if it is no such formula."""
    match statement.sides:
        case (Name(left), Series(index, _, operand)) if len(symbol_of(left).unit) == 1:
            free = symbol_of(left).unit
            symbols = [symbol_of(name) for name in names_of(operand)]
            matrix = next((s for s in symbols if len(s.unit) == 2), None)
            vector = next((s for s in symbols if len(s.unit) == 1), None)
            if matrix is None or vector is None or len(symbols) != 2:
                return None
            return matrix.unit == free + index and vector.unit == index
    return None
