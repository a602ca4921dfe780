"""What is seen without a search: an update that is none, a step of another shape, a wrong m."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compare.diagnosing.answer import Finding
from compare.diagnosing.forward_findings import of_broadcast
from compare.diagnosing.miscounts import miscounted_cost, miscounted_gradients, of_miscount
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.overwritten import overwritten
from compare.diagnosing.step import Step
from compare.diagnosing.verdict import Outcome
from compare.recording.graph import Node


@dataclass(frozen=True)
class Structure:
    """What is wrong in the make of a step.

    Attributes
    ----------
    missing
        The names of the parameters of which no gradient was found, and none of this explains it.
    """

    findings: list[Finding]
    missing: list[str]


def structure_of(steps: Sequence[Step], outcome: Outcome, narrator: Narrator) -> Structure:
    """Look at the first case; at all of them for the number of examples."""
    step = steps[0]
    broadcast = [one for one in step.unclaimed if one.changes_shape(step.flow)]
    absent = {p.id: step.names[p.id] for p in _not_compared(step)}
    absent |= {one.node: one.name for one in step.unclaimed if one not in broadcast}
    findings = [of_broadcast(narrator, one) for one in broadcast]
    findings += [_of_shape(narrator, p) for p in step.claims if _spreads(step, p)]
    if outcome.verdict != "differ":
        count = miscounted_cost(steps) or miscounted_gradients(steps, outcome.scale, narrator)
        findings += [of_miscount(narrator, count)] if count is not None else []
    for parameter, finding in overwritten(narrator, set(absent)):
        findings.append(finding)
        del absent[parameter]
    return Structure(findings, [*absent.values(), *outcome.agreement.blind])


def _spreads(step: Step, parameter: int) -> bool:
    """Whether a gradient that no update takes would make its parameter larger: (3,) and (3, 1)."""
    claim = step.claims[parameter]
    if claim.update is not None:
        return False
    shape = np.shape(step.flow.nodes[parameter].value)
    try:
        new = np.broadcast_shapes(shape, np.shape(step.flow.nodes[claim.levels[-1].node].value))
    except ValueError:
        return True
    return int(np.prod(new)) != int(np.prod(shape))


def _of_shape(narrator: Narrator, parameter: int) -> Finding:
    step = narrator.step
    node = step.claims[parameter].levels[-1].node
    site, via = narrator.where(node)
    shape, wanted = (np.shape(step.flow.nodes[n].value) for n in (node, parameter))
    name = step.names[parameter]
    return narrator.pointing(
        site,
        via,
        quantity=f"d{name}",
        status="certain",
        name=narrator.called(node),
        cause="shape",
        sure=True,
        explanation=f"has the shape {shape}, {name} has {wanted}: an update would broadcast them",
    )


def _not_compared(step: Step) -> list[Node]:
    """The parameters that the cost depends on and whose gradients were not found."""
    hypothesis = next(iter(step.hypotheses.values()))
    return [
        p
        for p in step.flow.parameters
        if p.id not in step.claims and np.any(hypothesis.gradients[p.id])
    ]
