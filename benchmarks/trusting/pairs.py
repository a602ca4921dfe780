"""Two slips at once: whether both are named, and nobody else.

A pair is drawn, with a case of the battery, until both slips are wrong there.  A quantity is guilty
if its own equation is, for the operands that the candidate had.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.trusting.battery import BATTERY, ROUNDING
from benchmarks.trusting.judged import judged, table
from benchmarks.trusting.networks import Case
from benchmarks.trusting.tallies import Tally, add
from compare.errors import CandidateError
from compare.quantities.model import Model
from compare.slips.catalogue import BASE
from compare.slips.places import edited, places
from compare.slips.slip import Slip
from compare.slips.slipped import evaluated, operands_of_case, table_step
from reference_torch import deep_network as reference

CASES = ("primes", "square", "exact zeros", "squared error", "squared error, square")


class Pair(NamedTuple):
    """Two slips in one candidate, the quantities each has made wrong, and its first step."""

    slips: tuple[Slip, Slip]
    name: str
    guilty: tuple[list[str], list[str]]
    returned: Mapping[str, Any]


def measure(start: int, stop: int) -> Tally:
    """Judge these pairs."""
    total: Tally = {}
    for index in range(start, stop):
        add(total, _judge(drawn(index)))
    return total


def drawn(index: int) -> Pair:
    """Draw two slips and a case in which both are wrong from the first step on."""
    rng = np.random.default_rng((3, index))
    while True:
        first, second = (BASE[i] for i in sorted(rng.choice(len(BASE), 2, replace=False)))
        pair = _made((first, second), str(rng.choice(CASES)))
        if pair is not None:
            return pair


def _made(slips: tuple[Slip, Slip], name: str) -> Pair | None:
    """Put both slips into the table; None if they are in one place, or one of them is not wrong."""
    case = BATTERY[name]
    model = table(case["activations"], case["cost"])
    first, second = (edited(places(model), slip) for slip in slips)
    if first.keys() & second.keys():
        return None
    try:
        with np.errstate(all="ignore"):  # what is not finite is left out below
            returned, _ = table_step(model, {**first, **second})(case, None)
    except CandidateError:
        return None
    if not all(np.isfinite(array).all() for array in returned.values()):
        return None
    wrong = wrong_equations(model, case, returned)
    guilty = [V for V in wrong if V in first], [V for V in wrong if V in second]
    return Pair(slips, name, guilty, returned) if all(guilty) else None


def wrong_equations(model: Model, case: Case, returned: Mapping[str, NDArray[Any]]) -> list[str]:
    """Name what does not follow from its own operands by the table's equation."""
    values = operands_of_case(model, case) | dict(returned)
    wrong = []
    for quantity in model:
        if quantity.name in returned:
            right = evaluated(quantity.equation, values)
            off = np.abs(returned[quantity.name] - right).max()
            if not off <= ROUNDING * np.abs(right).max():
                wrong.append(quantity.name)
    return wrong


def _judge(pair: Pair) -> Tally:
    case = BATTERY[pair.name]
    model = table(case["activations"], case["cost"])
    edits = {V: e for slip in pair.slips for V, e in edited(places(model), slip).items()}
    expected, _ = reference.step(case, None)
    steps = table_step(model, edits), reference.step
    judgements = judged(pair.returned, expected, case, steps).judgements
    blamed = {V for V, j in judgements.items() if j.status in ("certain", "suspect")}
    certain = {V for V, j in judgements.items() if j.status == "certain"}
    innocent = sorted(certain - {*pair.guilty[0], *pair.guilty[1]})
    unnamed = [guilty[0] for guilty in pair.guilty if guilty[0] not in blamed]
    label = [*(slip.id for slip in pair.slips), pair.name]
    return {
        "pairs": 1,
        "both named": int(not unnamed),
        "innocent certain": int(bool(innocent)),
        "right": int(not unnamed and not innocent),
        "wrong": [[*label, unnamed, innocent]] if unnamed or innocent else [],
    }
