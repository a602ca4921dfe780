"""Other forms of the equations, as right as ours: who accuses them.

They are tried where they hold: on cases without saturated or confident units.
"""

import numpy as np

from benchmarks.trusting.battery import BATTERY
from benchmarks.trusting.judged import OURS, flagged, judged, table
from benchmarks.trusting.networks import Case
from benchmarks.trusting.tallies import Tally, add
from compare.errors import CandidateError
from compare.slips.equivalents import EQUIVALENTS
from compare.slips.places import edited, places
from compare.slips.slip import Equivalent
from compare.slips.slipped import table_step
from reference_torch import deep_network as reference

EXTREME = ("saturated", "confident")


def measure(start: int, stop: int) -> Tally:
    """Judge these forms on the ordinary cases of the battery."""
    total: Tally = {}
    for form in EQUIVALENTS[start:stop]:
        cases: Tally = {}
        for name, case in BATTERY.items():
            if name not in EXTREME:
                add(cases, _judge(form, case, name))
        if cases:
            add(total, {"forms": 1, "accused": cases["accused"], "cases": cases["tried"]})
            add(total, {"alarms": {rule: int(n > 0) for rule, n in cases["alarms"].items()}})
            add(total, {"less accurate": int(cases["less accurate"] > 0)})
    return total


def _judge(form: Equivalent, case: Case, name: str) -> Tally:
    """Judge one step; nothing where the form has no place or does not run."""
    model = table(case["activations"], case["cost"])
    edits = edited(places(model), form)
    if not edits:
        return {}
    step = table_step(model, edits)
    with np.errstate(all="ignore"):  # an overflow is judged, not warned of
        expected, _ = reference.step(case, None)
        try:
            returned, _ = step(case, None)
        except CandidateError:
            return {}
    judged_step = judged(returned, expected, case, (step, reference.step))
    named = flagged(judged_step)
    verdicts = [judgement.verdict for judgement in judged_step.judgements.values()]
    return {
        "tried": 1,
        "alarms": {rule: int(bool(names)) for rule, names in named.items()},
        "accused": [[form.id, name, quantity] for quantity in named[OURS]],
        "less accurate": int("less-accurate" in verdicts),
    }
