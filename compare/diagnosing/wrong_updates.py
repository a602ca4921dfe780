"""Updates that are wrong although the gradient is right: uphill, not over m, of another."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from compare.diagnosing.bench import EXACT, Bench
from compare.diagnosing.fault import Fault
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step


def wrong_update(benches: Sequence[Bench], parameter: int) -> Fault | None:
    """Whether the gradient is right and only what the update does with it is wrong, everywhere."""
    bench = benches[0]
    name = bench.step.names[parameter]
    found = _update_fault(bench, parameter)
    if found is None:
        return None
    for other in benches[1:]:
        for same in (p for p in other.step.claims if other.step.names[p] == name):
            again = _update_fault(other, same)
            right = same in other.right_now
            if not right and (again is None or again.update != found.update):
                return None
    return replace(found, cases=len(benches))


def _update_fault(bench: Bench, parameter: int) -> Fault | None:
    """Whether in one case the update is wrong and the gradient right."""
    step, claim = bench.step, bench.step.claims[parameter]
    inner = claim.levels[-1]
    value = bench.start.array(inner.node)
    new = None if claim.update is None else bench.start[claim.update]
    if claim.update is None or value is None:
        return None
    name = step.names[parameter]
    usual = _usual_multiples(bench)
    other = _gradient_of_other(bench, parameter, usual)
    if new is not None and np.shape(new) != np.shape(step.flow.nodes[parameter].value):
        if other is None:
            return None  # the step is broadcast: the gradient has another shape
        return Fault(
            name, (name,), claim.update, update="wrong-operand", instead_of=step.names[other]
        )
    if inner.factor is None:
        return _uphill(bench, parameter)
    k = proportion(value, bench.hypothesis.gradients[parameter])
    if other is not None and (k is None or np.size(value) == 1):
        return Fault(
            name, (name,), claim.update, update="wrong-operand", instead_of=step.names[other]
        )
    ratio = bench.ratios(bench.start)[parameter]
    if k is None or ratio is None:
        return None
    if inner.factor < 0 < k and _is_reversed(bench):
        return None  # minus the gradient is what is meant to be added
    is_uphill = inner.factor < 0 < k
    if not any(abs(k / one - 1) <= EXACT for one in usual) and not is_uphill:
        return None
    cause = _cause_of_step(ratio, step.examples)
    if np.size(value) == 1 and cause == "factor":
        return None  # of a single number any ratio is a constant
    return Fault(name, (name,), claim.update, update=cause)


def _is_reversed(bench: Bench) -> bool:
    """Whether the error is Y - A, so that what is added is minus the gradient."""
    ends = {output.node for output in bench.step.outputs}
    labels = bench.step.flow.labels
    return any(
        node.op == "subtract"
        and len(node.operands) == 2
        and node.operands[0] in labels
        and node.operands[1] in ends
        for node in bench.step.flow.nodes
        if node.id in bench.step.behind
    )


def _usual_multiples(bench: Bench) -> list[float]:
    """How many times the right gradient the updates take: as much as shall be, or as others do."""
    found = [bench.wanted]
    for parameter in bench.right_now:
        inner = bench.step.claims[parameter].levels[-1]
        value, gradient = bench.start.array(inner.node), bench.hypothesis.gradients[parameter]
        k = None if value is None else proportion(value, gradient)
        found += [k] if k is not None and inner.factor is not None else []
    return found


def _cause_of_step(ratio: float, m: int) -> str:
    """What is wrong with a step that is so many times the right one."""
    for cause, wanted in (
        ("wrong-update-sign", -1.0),
        ("missing-mean", float(m)),
        ("extra-mean", 1 / m),
    ):
        if abs(ratio / wanted - 1) <= EXACT:
            return cause
    return "factor"


def _uphill(bench: Bench, parameter: int) -> Fault | None:
    """Whether an optimiser that scales each entry steps against the gradient's sign."""
    step, claim = bench.step, bench.step.claims[parameter]
    new = bench.start.array(claim.update) if claim.update is not None else None
    old = np.asarray(step.flow.nodes[parameter].value, np.float64)
    gradient = bench.hypothesis.gradients[parameter]
    if new is None or new.shape != old.shape or np.vdot(new - old, gradient) <= 0:
        return None
    k = proportion(bench.start[claim.levels[-1].node], gradient)
    if k is not None and k < 0:
        return None  # it is the gradient that has the wrong sign
    name = step.names[parameter]
    return Fault(name, (name,), int(claim.update or 0), update="wrong-update-sign")


def uphill_updates(steps: Sequence[Step], cost: str, scale: Scale) -> list[Fault]:
    """The updates of an optimiser that scales each entry and steps the wrong way on every case."""
    benches = [Bench(step, step.hypotheses[cost], scale) for step in steps]
    found = []
    for parameter, claim in steps[0].claims.items():
        name = steps[0].names[parameter]
        if claim.levels[-1].factor is None and all(_goes_uphill(bench, name) for bench in benches):
            fault = _uphill(benches[0], parameter)
            found += [replace(fault, cases=len(steps))] if fault is not None else []
    return found[:1]


def _goes_uphill(bench: Bench, name: str) -> bool:
    return any(
        bench.step.names[p] == name and _uphill(bench, p) is not None for p in bench.step.claims
    )


def _gradient_of_other(bench: Bench, parameter: int, usual: Sequence[float]) -> int | None:
    """The parameter whose right gradient the update takes instead."""
    taken = bench.step.claims[parameter].levels[-1].node
    value = bench.start[taken]
    for other, claim in bench.step.claims.items():
        if other == parameter or taken not in [level.node for level in claim.levels]:
            continue
        k = proportion(value, bench.hypothesis.gradients[other])
        if k is not None and any(abs(k / one - 1) < EXACT for one in usual):
            return other
    return None
