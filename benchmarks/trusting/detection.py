"""Wrong derivations: which rules see them, and which name the quantity that is wrong.

Every slip of the catalogue is tried on every case of the battery, and on small random networks.
"""

from benchmarks.trusting.battery import BATTERY, random_case, wrong_steps
from benchmarks.trusting.judged import OURS, flagged, table
from benchmarks.trusting.networks import Case
from benchmarks.trusting.one_number import MIXED
from benchmarks.trusting.rules import NORM_RATIO, RULES
from benchmarks.trusting.tallies import Tally, add
from compare.slips.catalogue import BASE
from compare.slips.consistent import CONSISTENT
from compare.slips.slip import Slip
from compare.slips.slipped import slipped_step

ARRAY_RULES = len(RULES) + 2
"""Ours, and the norm ratio."""


def measure(start: int, stop: int) -> Tally:
    """Try these slips on the battery."""
    return _on_battery(MIXED[start:stop])


def measure_consistent(start: int, stop: int) -> Tally:
    """Try these slips, wrong in cost and gradient alike, on the battery."""
    return _on_battery(CONSISTENT[start:stop])


def measure_on_random_networks(start: int, stop: int) -> Tally:
    """Try every slip on these small random networks."""
    total: Tally = {}
    for index in range(start, stop):
        case = random_case(index)
        for slip in BASE:
            add(total, {"cases": _attempt(slip, case, f"network {index}")})
    return total


def _on_battery(slips: tuple[Slip, ...]) -> Tally:
    """Count what is seen case by case, and what is seen in any case."""
    total: Tally = {}
    for slip in slips:
        cases: Tally = {}
        for name, case in BATTERY.items():
            add(cases, _attempt(slip, case, name))
        add(total, {"slips": 1, "cases": cases})
        if cases:
            anywhere = dict.fromkeys(cases["seen"], 1)
            missed = [] if OURS in anywhere else [slip.id]
            add(total, {"shown": 1, "seen": anywhere, "missed": missed})
        else:
            add(total, {"never shown": [slip.id]})
    return total


def _attempt(slip: Slip, case: Case, where: str) -> Tally:
    """Judge the steps in which a slip is wrong, until every rule has seen it."""
    model = table(case["activations"], case["cost"])
    right_name: dict[str, bool] = {}
    firsts = []
    attempts = wrong_steps(lambda: slipped_step(model, slip), case, lambda: OURS not in right_name)
    for judged_step, first in attempts:
        firsts.append(first)
        for rule, names in flagged(judged_step).items():
            if names:
                right_name.setdefault(rule, names[0] == first)
        if len(right_name) == ARRAY_RULES:
            break
    if not firsts:
        return {}
    misnamed = not right_name.get(OURS, True)
    return {
        "tried": 1,
        "seen": dict.fromkeys(right_name, 1),
        "named": {rule: int(right) for rule, right in right_name.items() if rule != NORM_RATIO},
        "missed": [] if OURS in right_name else [[slip.id, where, firsts[0]]],
        "misnamed": [[slip.id, where, firsts[0]]] if misnamed else [],
    }
