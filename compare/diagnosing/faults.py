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
        found = dict.fromkeys(e.edit.cause for e in self.equal)
        return sorted(found, key=lambda cause: cause not in SPECIAL)

    @property
    def equal(self) -> list[Explanation]:
        """The explanations that say equally much: those that only put a value in come after."""
        least = max(min((e.edit.tier for e in self.explanations), default=0), MISSING)
        return [e for e in self.explanations if e.edit.tier <= least]


def find_faults(
    steps: Sequence[Step], cost: str, scale: Scale, clock: Clock | None = None
) -> list[Fault]:
    """Find the wrong lines on the first case, and confirm each on the others."""
    clock = clock or Clock()
    benches = [Bench(step, step.hypotheses[cost], scale, clock=clock) for step in steps]
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
        updates = {p: found for p in wrong if (found := _wrong_update(benches, p)) is not None}
        parameter = first.in_order(wrong - updates.keys() or wrong)[0]
        fault = updates.get(parameter) or _fault(benches, parameter)
        if fault.repair is None and not fault.explanations:
            given_up.add(parameter)
        faults.append(_told(next(b for b in benches if b.step is steps[0]), fault, first))
        benches = [_mended(bench, fault, first) for bench in benches]
    return faults


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


def _told(bench: Bench, fault: Fault, found_in: Bench) -> Fault:
    """A fault as it is in the first case, if it was found in another."""
    if bench is found_in:
        return fault

    def there(node: int) -> int:
        same = counterpart(bench, found_in, node)
        return node if same is None else same

    repair = fault.repair
    if repair is not None:
        reference = replace(repair.reference, node=there(repair.reference.node))
        repair = replace(repair, node=there(repair.node), reference=reference)
    same = [_again(bench, found_in, e) for e in fault.explanations]
    explanations = [e for e in same if e is not None]
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


def _wrong_update(benches: Sequence[Bench], parameter: int) -> Fault | None:
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
    if new is not None and np.shape(new) != np.shape(step.flow.nodes[parameter].value):
        return None  # the step is broadcast: the gradient has another shape
    if claim.update is None or value is None:
        return None
    if inner.factor is None:
        return _uphill(bench, parameter)
    name = step.names[parameter]
    k = proportion(value, bench.hypothesis.gradients[parameter])
    usual = _usual_multiples(bench)
    other = _gradient_of_other(bench, parameter, usual)
    if other is not None and (k is None or np.size(value) == 1):
        return Fault(
            name, (name,), claim.update, update="wrong-operand", instead_of=step.names[other]
        )
    ratio = bench.ratios(bench.start)[parameter]
    if k is None or ratio is None:
        return None
    is_uphill = inner.factor < 0 < k and not _is_reversed(bench)
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


def _fault(benches: Sequence[Bench], parameter: int) -> Fault:
    """Explain one wrong gradient."""
    bench = benches[0]
    name = bench.step.names[parameter]
    inner = bench.step.claims[parameter].levels[-1].node
    gradient = bench.hypothesis.gradients[parameter]
    if not np.any(gradient):
        return Fault(name, (name,), inner)  # the forward pass does not use it
    # any value is a constant times the right one where that is a single number
    candidates = best(repairs(bench, parameter))[:TRIED] if gradient.size > 1 else []
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
    node = counterpart(other, bench, explanation.node)
    wanted = _same(other, bench, explanation.mended)
    if not wanted or (node is None and explanation.exchange is None):
        return explanation  # that line does not run there
    return repeated(other, explanation, node, wanted)


def counterpart(other: Bench, bench: Bench, node: int) -> int | None:
    """The same node in another case: of the same turn through its line in the first pass."""
    place = bench.step.flow.nodes[node].site, bench.step.flow.nodes[node].op
    mine, theirs = bench.occurrences.get(place, []), other.occurrences.get(place, [])
    if node not in mine or not theirs:
        return other.step.at(bench.step.key(node))
    index = mine.index(node)
    each = len(mine) // bench.passes
    turn = index % each if each * bench.passes == len(mine) else index
    return theirs[turn] if turn < len(theirs) else theirs[-1]


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
