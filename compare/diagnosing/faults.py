"""The wrong lines of the backward pass, one after the other, and what explains each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from compare.diagnosing.bench import EXACT, Bench
from compare.diagnosing.clock import Clock
from compare.diagnosing.counting import wrong_count
from compare.diagnosing.edits.edit import LIKELY, MISSING
from compare.diagnosing.edits.search import Explanation, explanations, repeated
from compare.diagnosing.proportion import proportion
from compare.diagnosing.repair import Repair, best, repairs
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step

SPECIAL = ("updated-parameters", "stale-state", "wrong-derivative-argument")
"""Of several causes these say most."""

MOST = 8
"""More independent mistakes are not looked for."""
TRIED = 6
"""So many places that repair equally much are looked into."""


@dataclass
class Fault:
    """One wrong line.

    Attributes
    ----------
    parameter
        The name of the gradient it was found by.
    repaired
        The names of the parameters whose gradients it makes wrong.
    repair
        The wrong value; ``None`` if no single value explains the gradient.
    explanations
        The edits that hold on every case, best first.
    cases
        On how many cases.
    update
        Set if the gradient is right and the update is not: the cause.
    instead_of_m
        Set if the gradients are divided by another size than m: its name.
    instead_of
        Set if the update takes the gradient of another parameter: its name.
    """

    parameter: str
    repaired: tuple[str, ...]
    node: int
    repair: Repair | None = None
    explanations: list[Explanation] = field(default_factory=list)
    cases: int = 1
    update: str = ""
    instead_of_m: str = ""
    instead_of: str = ""

    @property
    def best(self) -> Explanation | None:
        """The explanation to tell: of the cause that says most."""
        cause = next(iter(self.causes), None)
        return next((e for e in self.explanations if e.edit.cause == cause), None)

    @property
    def is_explained(self) -> bool:
        """Whether an edit of the line itself explains it."""
        if self.update or self.instead_of_m:
            return True
        return any(explanation.edit.tier < LIKELY for explanation in self.explanations)

    @property
    def causes(self) -> list[str]:
        """The causes of the best explanations, each once."""
        if self.update or self.instead_of_m:
            return [self.update or "wrong-sample-count"]
        least = min((e.edit.tier for e in self.explanations), default=0)
        least = max(least, MISSING)
        found = dict.fromkeys(e.edit.cause for e in self.explanations if e.edit.tier <= least)
        return sorted(found, key=lambda cause: cause not in SPECIAL)


def find_faults(steps: Sequence[Step], cost: str, scale: Scale) -> list[Fault]:
    """Find the wrong lines on the first case, and confirm each on the others."""
    clock = Clock()
    benches = [Bench(step, step.hypotheses[cost], scale, clock=clock) for step in steps]
    told = benches[0]
    lead = _lead(benches)
    benches.sort(key=lambda bench: bench is not lead)
    faults: list[Fault] = _miscounted(benches)
    for fault in faults:
        benches = [_rescaled(bench, fault) for bench in benches]
    given_up: set[int] = set()
    while len(faults) < MOST:
        first = benches[0]
        wrong = set(first.step.claims) - first.right_now - given_up
        if not wrong:
            break
        updates = {p: found for p in wrong if (found := _wrong_update(first, p)) is not None}
        parameter = first.in_order(wrong - updates.keys() or wrong)[0]
        fault = updates.get(parameter) or _fault(benches, parameter)
        if fault.repair is None and not fault.explanations:
            given_up.add(parameter)
        faults.append(fault)
        benches = [_mended(bench, fault, first) for bench in benches]
    return [_at(told.step, fault, benches[0].step) for fault in faults]


def _lead(benches: Sequence[Bench]) -> Bench:
    """The case to search on: of one pass a sample the one of fewest, if as much is wrong there."""
    first = benches[0]
    if first.passes == 1:
        return first
    wrong = _wrong_names(first)
    as_wrong = [b for b in benches if b.passes > 1 and wrong <= _wrong_names(b)]
    return min(as_wrong, key=lambda bench: bench.passes, default=first)


def _wrong_names(bench: Bench) -> set[str]:
    return {bench.step.names[p] for p in set(bench.step.claims) - bench.right_now}


def _at(step: Step, fault: Fault, found_in: Step) -> Fault:
    """A fault with the nodes of another case than that in which it was found."""
    if step is found_in:
        return fault

    def there(node: int) -> int:
        same = step.at(found_in.key(node))
        return node if same is None else same

    repair = fault.repair
    if repair is not None:
        reference = replace(repair.reference, node=there(repair.reference.node))
        repair = replace(repair, node=there(repair.node), reference=reference)
    explanations = [replace(e, node=there(e.node)) for e in fault.explanations]
    return replace(fault, node=there(fault.node), repair=repair, explanations=explanations)


def _miscounted(benches: Sequence[Bench]) -> list[Fault]:
    """The one mistake of a wrong m, wherever it is used."""
    found = wrong_count(benches)
    if found is None:
        return []
    size, names, node = found
    return [Fault(names[0], tuple(names), node, cases=len(benches), instead_of_m=size)]


def _rescaled(bench: Bench, fault: Fault) -> Bench:
    """The same case with the gradients divided by m."""
    values = dict(bench.fixed)
    ratios = bench.ratios(bench.start)
    for parameter, claim in bench.step.claims.items():
        ratio = ratios[parameter]
        value = bench.start.array(claim.levels[-1].node)
        if bench.step.names[parameter] in fault.repaired and ratio and value is not None:
            values[claim.levels[-1].node] = value / ratio
    return Bench(bench.step, bench.hypothesis, bench.scale, values, bench.edits, bench.clock)


def _wrong_update(bench: Bench, parameter: int) -> Fault | None:
    """Whether the gradient is right and only what the update does with it is wrong."""
    step, claim = bench.step, bench.step.claims[parameter]
    inner = claim.levels[-1]
    value = bench.start.array(inner.node)
    new = None if claim.update is None else bench.start[claim.update]
    if new is not None and np.shape(new) != np.shape(step.flow.nodes[parameter].value):
        return None  # the step is broadcast: the gradient has another shape
    if inner.factor is None and claim.update is not None and value is not None:
        return _uphill(bench, parameter)
    if claim.update is None or value is None or inner.factor is None or step.rate is None:
        return None
    k = proportion(value, bench.hypothesis.gradients[parameter])
    if k is None and (other := _gradient_of_other(bench, parameter)) is not None:
        name = step.names[parameter]
        return Fault(
            name, (name,), claim.update, update="wrong-operand", instead_of=step.names[other]
        )
    if k is None or abs(k / bench.wanted - 1) > EXACT:
        return None
    sign = inner.factor < 0
    name = step.names[parameter]
    cause = "wrong-update-sign" if sign else "factor"
    return Fault(name, (name,), claim.update, update=cause)


def _uphill(bench: Bench, parameter: int) -> Fault | None:
    """Whether an optimiser that scales each entry steps against the gradient's sign."""
    step, claim = bench.step, bench.step.claims[parameter]
    new = bench.start.array(claim.update) if claim.update is not None else None
    old = np.asarray(step.flow.nodes[parameter].value, np.float64)
    gradient = bench.hypothesis.gradients[parameter]
    if new is None or new.shape != old.shape or np.vdot(new - old, gradient) <= 0:
        return None
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


def _gradient_of_other(bench: Bench, parameter: int) -> int | None:
    """The parameter whose right gradient the update takes instead."""
    value = bench.start.array(bench.step.claims[parameter].levels[-1].node)
    for other, gradient in bench.hypothesis.gradients.items():
        named_alike = bench.step.names.get(other) == bench.step.names[parameter]
        if not named_alike and value is not None and gradient.size > 1:
            k = proportion(value, gradient)
            if k is not None and abs(k / bench.wanted - 1) < EXACT:
                return other
    return None


def _fault(benches: Sequence[Bench], parameter: int) -> Fault:
    """Explain one wrong gradient."""
    bench = benches[0]
    name = bench.step.names[parameter]
    inner = bench.step.claims[parameter].levels[-1].node
    candidates = best(repairs(bench, parameter))[:TRIED]
    found: list[tuple[Repair | None, Explanation]] = []
    for repair in candidates:
        if bench.clock.is_over:
            break
        found += _confirmed(benches, repair.node, repair, repair.repaired)
        if any(e.edit.tier == 0 and e.whole for _, e in found) and not repair.only_scale:
            break
    if not any(e.edit.tier < LIKELY for _, e in found):
        found += _confirmed(benches, inner, None, frozenset({parameter}))
    found.sort(key=lambda pair: pair[1].rank)
    if not found:
        return _unexplained(benches, name, inner, next(iter(candidates), None))
    mending, first = found[0]
    repaired = tuple(bench.step.names[p] for p in bench.in_order(set(first.mended)))
    node = first.node if mending is None else mending.node
    unique = {e.id: e for _, e in reversed(found) if e.rank[:2] == first.rank[:2]}
    return Fault(name, repaired, node, mending, list(unique.values())[::-1], len(benches))


def _unexplained(benches: Sequence[Bench], name: str, inner: int, repair: Repair | None) -> Fault:
    """A wrong value whose line no edit explains, or a gradient alone."""
    if repair is None:
        return Fault(name, (name,), inner)
    bench = benches[0]
    repaired = tuple(bench.step.names[p] for p in bench.in_order(set(repair.repaired)))
    return Fault(name, repaired, repair.node, repair, [], len(benches))


def _confirmed(
    benches: Sequence[Bench], node: int, repair: Repair | None, wanted: frozenset[int]
) -> list[tuple[Repair | None, Explanation]]:
    """The edits behind a value that hold on every case."""
    found: list[tuple[Repair | None, Explanation]] = []
    for one in sorted(explanations(benches[0], node, wanted), key=lambda e: e.rank):
        if found and benches[0].clock.is_over:
            break
        if all(_again(other, benches[0], one) is not None for other in benches[1:]):
            found.append((repair, one))
    return found


def _again(other: Bench, bench: Bench, explanation: Explanation) -> Explanation | None:
    """The same edit in another case, if it repairs the same gradients there."""
    node = other.step.at(bench.step.key(explanation.node))
    wanted = _same(other, bench, explanation.mended)
    if not wanted or (node is None and explanation.exchange is None):
        return explanation  # that line does not run there
    return repeated(other, explanation, node, wanted)


def _same(other: Bench, bench: Bench, parameters: frozenset[int]) -> frozenset[int]:
    """The same parameters of another case, by name."""
    names = {bench.step.names[p] for p in parameters}
    return frozenset(p for p in other.step.claims if other.step.names[p] in names)


def _mended(bench: Bench, fault: Fault, first: Bench) -> Bench:
    """The same case with the fault taken away."""
    fixed: dict[int, Any] = dict(bench.fixed)
    edits = dict(bench.edits)
    if fault.explanations:
        explanation = fault.explanations[0]
        same = explanation if bench is first else _again(bench, first, explanation)
        edits.update(same.operations if same is not None else {})
    elif fault.repair is not None:
        fixed.update(_right_value(bench, fault, first))
    return Bench(bench.step, bench.hypothesis, bench.scale, fixed, edits, bench.clock)


def _right_value(bench: Bench, fault: Fault, first: Bench) -> dict[int, Any]:
    """The right value of the wrong node in this case."""
    assert fault.repair is not None  # the caller looked
    if bench is first:
        return {fault.repair.node: fault.repair.value}
    node = bench.step.at(first.step.key(fault.repair.node))
    for parameter in _same(bench, first, fault.repair.repaired):
        for repair in repairs(bench, parameter, only=node) if node is not None else ():
            return {repair.node: repair.value}
    return {}
