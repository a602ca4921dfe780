"""Updates that are none: the old value is missing, or it is all that is in them."""

from collections.abc import Iterator

import numpy as np

from compare.diagnosing.answer import Finding
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.proportion import proportion
from compare.diagnosing.step import Step
from compare.recognising.unlabelled import replacements


def overwritten(narrator: Narrator, parameters: set[int]) -> Iterator[tuple[int, Finding]]:
    """Walk over the parameters without a gradient that something else takes the place of."""
    step = narrator.step
    known = {copy: p for p in parameters for copy in step.flow.same_as(p)}
    told = set()
    for old, new in replacements(step.recording):
        parameter = known.get(old)
        if parameter is None or parameter in told or new.id in known:
            continue
        told.add(parameter)
        if new.id in step.flow.from_y and not _comes_from(step, new.id, parameter):
            yield parameter, _without_old(narrator, parameter, new.id)
        elif new.id not in step.flow.from_y | step.flow.from_x and new.operands:
            yield parameter, _of_itself(narrator, parameter, new.id)


def _comes_from(step: Step, new: int, parameter: int) -> bool:
    """Whether the new value is made of the old one, past what the network makes of it."""
    same = step.flow.same_as(parameter)
    network = step.recording.ancestors({output.node for output in step.outputs}) - same
    behind = {new}
    for node in range(new, parameter, -1):
        if node in behind and node not in network:
            behind.update(step.flow.nodes[node].operands)
    return not same.isdisjoint(behind)


def _without_old(narrator: Narrator, parameter: int, new: int) -> Finding:
    """``b = -alpha * db``: where the old value has to be."""
    step = narrator.step
    site, via = narrator.where(new)
    gradients = [h.gradients.get(parameter) for h in step.hypotheses.values()]
    value = np.asarray(step.flow.nodes[new].value, np.float64)
    fits = any(g is not None and proportion(value, g) is not None for g in gradients)
    return narrator.pointing(
        site,
        via,
        quantity=f"new_{_name(step, parameter)}",
        status="certain",
        name=narrator.called(new),
        cause="missing-term",
        sure=fits and value.size > 1,
        explanation=f"replaces {_name(step, parameter)} by its step: the old value is not in it",
    )


def _of_itself(narrator: Narrator, parameter: int, new: int) -> Finding:
    """``b -= alpha * b``: no gradient in it."""
    site, via = narrator.where(new)
    name = _name(narrator.step, parameter)
    return narrator.pointing(
        site,
        via,
        quantity=f"new_{name}",
        status="certain",
        name=narrator.called(new),
        cause="wrong-operand",
        sure=True,
        explanation=f"steps by {name} itself: no gradient is in it",
    )


def _name(step: Step, parameter: int) -> str:
    return step.names.get(parameter) or next(iter(step.flow.names.get(parameter, ())), "a weight")
