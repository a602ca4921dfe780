"""What rules of one number see of the slips: gradcheck, and the cost curve."""

from zlib import crc32

import numpy as np

from benchmarks.trusting.battery import BATTERY
from benchmarks.trusting.curves import RULE as CURVE
from benchmarks.trusting.curves import differ, free_costs
from benchmarks.trusting.finite_differences import MODES, passes
from benchmarks.trusting.judged import table
from benchmarks.trusting.tallies import Tally, add
from compare.errors import CandidateError
from compare.slips.catalogue import BASE
from compare.slips.consistent import CONSISTENT
from compare.slips.slip import Slip
from compare.slips.slipped import slipped_step
from reference_torch import deep_network as reference

CASES = ("primes", "square", "squared error", "logistic regression")
MIXED = tuple(sorted(BASE, key=lambda slip: crc32(slip.id.encode())))
"""In a fixed random order, so that the first so many are of every kind."""


def measure(start: int, stop: int) -> Tally:
    """Try these slips."""
    return _try(MIXED[start:stop])


def measure_consistent(start: int, stop: int) -> Tally:
    """Try these slips, wrong in cost and gradient alike."""
    return _try(CONSISTENT[start:stop])


def _try(slips: tuple[Slip, ...]) -> Tally:
    """Count the slips that are seen in a case on which they run."""
    total: Tally = {}
    for slip in slips:
        seen: set[str] = set()
        for name in CASES:
            seen |= _seen(slip, name)
        add(total, {"shown": 1, "seen": dict.fromkeys(sorted(seen), 1)})
    return total


@np.errstate(all="ignore")  # a wrong candidate may overflow
def _seen(slip: Slip, name: str) -> set[str]:
    """Name the rules that see a slip on a case; none where it cannot run."""
    case = BATTERY[name]
    step = slipped_step(table(case["activations"], case["cost"]), slip)
    try:
        curve = differ(free_costs(step, case), free_costs(reference.step, case))
        checks = {mode for mode, fast in MODES.items() if not passes(step, case, fast=fast)}
    except CandidateError:
        return set()
    return checks | ({CURVE} if curve else set())
