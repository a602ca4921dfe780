"""The wrong lines of the backward pass, one after the other, and what explains each of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.clock import Clock
from compare.diagnosing.counting import wrong_count
from compare.diagnosing.edits.edit import LIKELY
from compare.diagnosing.edits.search import Explanation, explanations, repeated
from compare.diagnosing.fault import Fault
from compare.diagnosing.repair import Repair, best, repairs
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.diagnosing.wrong_updates import uphill_updates, wrong_update

__all__ = ["Fault", "find_faults", "uphill_updates"]

MOST = 8
"""More independent mistakes are not looked for."""
TRIED = 6
"""So many places that repair equally much are looked into."""


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
        updates = {p: found for p in wrong if (found := wrong_update(benches, p)) is not None}
        parameter = first.in_order(wrong - updates.keys() or wrong)[0]
        fault = updates.get(parameter) or _fault(benches, parameter)
        if fault.repair is None and not fault.explanations:
            given_up.add(parameter)
        faults.append(_told(next(b for b in benches if b.step is steps[0]), fault, first))
        benches = [_mended(bench, fault, first) for bench in benches]
    is_doubtful = clock.is_over or any(not fault.causes for fault in faults)
    return [replace(fault, is_doubtful=is_doubtful) for fault in faults]


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
    found = [pair for pair in found if _is_theirs(bench, pair[1])] or found
    if not found:
        return _unexplained(benches, name, inner, next(iter(candidates), None))
    mending, first = found[0]
    repaired = tuple(bench.step.names[p] for p in bench.in_order(set(first.mended)))
    node = first.node if mending is None else mending.node
    unique = {e.id: e for _, e in reversed(found) if e.rank[:2] == first.rank[:2]}
    return Fault(name, repaired, node, mending, list(unique.values())[::-1], len(benches))


def _is_theirs(bench: Bench, explanation: Explanation) -> bool:
    """Whether an edit is of their code, and not of what was supplied, which is right."""
    units = bench.step.recording.probe.get("units")
    return units is None or explanation.site is None or explanation.site.unit < units


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
    """The same node in another case: of the same turn through its line in its pass."""
    place = bench.step.flow.nodes[node].site, bench.step.flow.nodes[node].op
    mine, theirs = bench.occurrences.get(place, []), other.occurrences.get(place, [])
    if node not in mine or not theirs:
        return other.step.at(bench.step.key(node))
    index, each = mine.index(node), max(1, len(mine) // bench.passes)
    if len(mine) == len(theirs):
        return theirs[index]
    if index >= len(mine) - each and index - len(mine) >= -len(theirs):
        return theirs[index - len(mine)]  # of the last pass
    return theirs[index % each] if index % each < len(theirs) else theirs[-1]


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
