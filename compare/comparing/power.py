"""Power: which known mistakes the numbers of a case could have shown, and which they could not.

A mistake may be hidden by the start: with zero biases nobody misses them, and the first step has
no gradient before it.  It shows as soon as training moves, so it is named and costs nothing.  It
may be hidden by the data: with one example a sum is a mean.  Then no number of steps shows it, and
an agreement says too much.  What no probe shows either is no mistake in a network like this one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from compare.cases.probes import STEPS
from compare.comparing.pairing import Pairing
from compare.slips.catalogue import BASE
from compare.slips.places import edited, places
from compare.slips.power import Hidden, hidden
from compare.slips.slip import Slip
from compare.slips.slipped import table_step


@dataclass(frozen=True)
class Power:
    """What a case could have shown.

    Attributes
    ----------
    slips
        How many slips of the catalogue have a place in the table.
    hidden
        Those that the case could not have shown.
    by_data
        The ids of those of them that its data hide, whatever the parameters, and others show.
    """

    slips: int
    hidden: tuple[Hidden, ...]
    by_data: frozenset[str]


def power_of(pairing: Pairing, values: Mapping[str, Any], dtype: np.dtype[Any]) -> Power:
    """Try every slip on the first step of a case; ``values`` is a right trace of it."""
    model, case = pairing.model, pairing.case_at(0)
    where = tuple(places(model))
    slips = [slip for slip in BASE if edited(where, slip)]
    here = hidden(slips, model, case, values, dtype, pairing.steps)
    candidates = [each.slip for each in here if each.slip.steps <= pairing.steps]
    by_data = _hidden_at(pairing, _moved(pairing), candidates, dtype)
    nowhere = by_data
    for probe in pairing.probes:
        nowhere = _hidden_at(pairing, probe.case, nowhere, dtype)
    ids = {slip.id for slip in by_data} - {slip.id for slip in nowhere}
    return Power(len(slips), here, frozenset(ids))


def _hidden_at(
    pairing: Pairing, case: Mapping[str, Any], slips: Iterable[Slip], dtype: np.dtype[Any]
) -> list[Slip]:
    """Ask which slips another case hides as well."""
    slips = list(slips)
    if not slips:
        return []
    trace, _ = table_step(pairing.model)(case, None)
    return [each.slip for each in hidden(slips, pairing.model, case, trace, dtype, STEPS)]


def _moved(pairing: Pairing) -> dict[str, Any]:
    """Give the own data other parameters: as if training had moved them."""
    case = dict(pairing.case_at(0))
    rng = np.random.default_rng(0)
    for name in pairing.model.parameters:
        value = np.asarray(case[name])
        fan_in = value.shape[-1] if value.ndim == 2 and value.shape[-1] > 1 else 4
        case[name] = np.asarray(rng.standard_normal(value.shape) / np.sqrt(fan_in), value.dtype)
    return case
