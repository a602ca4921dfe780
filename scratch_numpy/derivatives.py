"""Slopes: how much f moves when a moves a little.

    f(a)            difference quotient              derivative
    ------------------------------------------------------------
    line    3 a     (f(a + h) - f(a)) / h            3             (1)
    square  a^2     (f(a + h) - f(a)) / h            2 a           (2)
    cube    a^3     (f(a + h) - f(a)) / h            3 a^2         (3)
    log     log a   (f(a + h) - f(a)) / h            1 / a         (4)

The quotient misses the derivative by at most h/2 max|f''| on [a, a + h].
Shapes: a (1, m), one point a column; h a number.
Source: course 1, week 2, "Derivatives" and "More derivative examples".
"""

import numpy as np

from scratch_numpy.notation import Array, Case, State, Trace


def line(a: Array) -> Array:
    """Three times a, equation (1)."""
    return 3 * a


def square(a: Array) -> Array:
    """The square of a, equation (2)."""
    return a**2


def cube(a: Array) -> Array:
    """The cube of a, equation (3)."""
    return a**3


def log(a: Array) -> Array:
    """The natural logarithm of a > 0, equation (4)."""
    return np.log(a)


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Differentiate the four functions at every point, by quotient and by hand."""
    a, h = case["a"], case["h"]

    f_line = line(a)  # (1)
    f_square = square(a)  # (2)
    f_cube = cube(a)  # (3)
    f_log = log(a)  # (4)

    slope_line = (line(a + h) - line(a)) / h
    slope_square = (square(a + h) - square(a)) / h
    slope_cube = (cube(a + h) - cube(a)) / h
    slope_log = (log(a + h) - log(a)) / h

    df_line = np.full_like(a, 3)  # (1)
    df_square = 2 * a  # (2)
    df_cube = 3 * a**2  # (3)
    df_log = 1 / a  # (4)

    trace = {
        "f_line": f_line, "f_square": f_square, "f_cube": f_cube, "f_log": f_log,
        "slope_line": slope_line, "slope_square": slope_square,
        "slope_cube": slope_cube, "slope_log": slope_log,
        "df_line": df_line, "df_square": df_square, "df_cube": df_cube, "df_log": df_log,
    }  # fmt: skip  # a row a kind
    return trace, state
