"""J = 3 (a + b c), as a graph of three nodes.

    forward, left to right      backward, right to left
    ----------------------------------------------------
    u = b c          (1)        dc = du b         (1)
                                db = du c         (1)
    v = a + u        (2)        da = dv           (2)
                                du = dv           (2)
    J = 3 v          (3)        dv = 3            (3)

dV is the derivative of J by V.  Every column is a graph of its own: all shapes are (1, m).
Source: course 1, week 2, "Computation graph" and "Derivatives with a computation graph".
"""

import numpy as np

from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Go through the graph forward, then backward."""
    a, b, c = case["a"], case["b"], case["c"]

    u = b * c  # (1)
    v = a + u  # (2)
    J = 3 * v  # (3)

    dv = np.full_like(v, 3)  # (3)
    du = dv.copy()  # (2)
    da = dv.copy()  # (2)
    db = du * c  # (1)
    dc = du * b  # (1)

    return {"u": u, "v": v, "J": J, "dv": dv, "du": du, "da": da, "db": db, "dc": dc}, state
