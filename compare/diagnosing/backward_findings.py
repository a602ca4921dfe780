"""A wrong line of the backward pass in words: what it does, what it should be, why we are sure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from compare.diagnosing.agreement import level_ratio
from compare.diagnosing.answer import Finding
from compare.diagnosing.blamed_line import lines_of, place_of
from compare.diagnosing.edits.search import Explanation
from compare.diagnosing.faults import Fault
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.proportion import proportion
from compare.diagnosing.ties import tied
from compare.diagnosing.verdict import Outcome
from compare.diagnosing.worst_entry import worst_entry
from compare.recording.graph import Site

NOT_NAMED = "is not "
"""So begins what only says that a value is wrong, not what stands there instead."""


def of_fault(narrator: Narrator, fault: Fault, *, first: bool) -> list[Finding]:
    """The wrong line, and what only follows from it."""
    explanation = fault.best
    node = explanation.node if explanation is not None else fault.node
    site, via = place_of(narrator, explanation, node)
    if fault.instead_of_m and site is not None:
        site = narrator.where_count_is_made(site)
    causes = fault.causes or ["unknown"]
    suggestion = _suggested(narrator, fault, explanation, site)
    sure = (
        len(causes) == 1
        and causes != ["unknown"]
        and fault.cases > 1
        and not fault.is_doubtful
        and (explanation is None or not explanation.edit.words.startswith(NOT_NAMED))
        and len(lines_of(narrator, fault)) == 1
        and not _may_be_the_activation(narrator, causes[0], suggestion)
    )
    quantity = _quantity(narrator, fault)
    finding = narrator.pointing(
        site,
        via,
        quantity=quantity,
        status="certain" if first or sure else "suspect",
        name=narrator.called(fault.node),
        cause=causes[0],
        sure=sure,
        explanation=_explained(narrator, fault, explanation, site),
        effect=_effect(narrator, fault),
        suggestion=suggestion,
        evidence=_evidence(narrator, fault, causes),
        candidates=tied([(e.edit.cause, e.edit.words) for e in fault.explanations], causes),
        worst=worst_entry(narrator, fault.parameter),
    )
    return [finding, *_following(narrator, fault, quantity)]


def _may_be_the_activation(narrator: Narrator, cause: str, suggestion: str) -> bool:
    """Whether the activation, or what its derivative returns, may be what is wrong instead."""
    if "g'(" in suggestion:
        return True  # it is none that has a name
    network = [layer for layers in narrator.step.layers for layer in layers]
    slopes = [narrator.step.slope(layer) for layer in network]
    is_identity = any(layer.A in (-1, layer.Z) for layer in network)
    is_identity |= any(slope is not None and bool(np.all(slope == 1)) for slope in slopes)
    return cause == "extra-activation-derivative" and is_identity


def _quantity(narrator: Narrator, fault: Fault) -> str:
    """The course's name of what is wrong."""
    if fault.update:
        return f"new_{fault.parameter}"
    if fault.repair is not None:
        reference = fault.repair.reference
        if reference.kind == "slope":
            return f"d{narrator.step.names[reference.node]}"
        if reference.name:
            return reference.name
    elif fault.best is not None and (name := _derivative(narrator, fault.best.node)):
        return name
    return f"d{fault.parameter}"


def _derivative(narrator: Narrator, node: int) -> str:
    """By what Z or A a value is the derivative but for a constant; ``""`` if by none."""
    value = narrator.step.flow.nodes[node].value
    for other, right in narrator.step.hypotheses[narrator.cost].derivatives.items():
        is_named = narrator.step.names.get(other, "")[:1] in ("Z", "A") and right.size > 1
        if is_named and proportion(value, right) is not None:
            return f"d{narrator.step.names[other]}"
    return ""


def _explained(
    narrator: Narrator, fault: Fault, explanation: Explanation | None, site: Site | None
) -> str:
    if fault.update == "wrong-update-sign":
        return "steps uphill: the gradient is added where it has to be subtracted"
    if fault.instead_of_m:
        return f"m is {fault.instead_of_m} here, not the number of examples"
    if fault.instead_of:
        return f"takes the gradient of {fault.instead_of}"
    if fault.update:
        return "the gradient is right, but the step is not the learning rate times it"
    if explanation is None:
        known = "the values it is computed from are right" if fault.repair is not None else ""
        return "is wrong, and no known slip explains it" + (f"; {known}" if known else "")
    if explanation.exchange is not None or explanation.caller is not None:
        return explanation.edit.words
    if explanation.site != site and explanation.site is not None:
        return f"what was supplied here {explanation.edit.words}"
    return explanation.edit.words


def _effect(narrator: Narrator, fault: Fault) -> str:
    """What that does to the numbers: their shape, their ratio to the right ones."""
    for parameter, claim in narrator.step.claims.items():
        if narrator.step.names[parameter] != fault.parameter:
            continue
        wanted = narrator.step.hypotheses[narrator.cost].gradients[parameter]
        value = narrator.step.flow.nodes[claim.levels[-1].node].value
        name = narrator.called(claim.levels[-1].node) or f"d{fault.parameter}"
        nothing = float(np.max(np.abs(value), initial=0.0)) <= 1e-12 * float(np.max(np.abs(wanted)))
        zero = f", and always 0: {fault.parameter} never learns" if nothing else ""
        if np.shape(value) != wanted.shape and np.size(value) != wanted.size:
            return f"your {name} is {_shape(value)}, the right one {_shape(wanted)}{zero}"
        if nothing:
            return f"your {name} is always 0: {fault.parameter} never learns"
        found = level_ratio(
            narrator.step, claim, claim.levels[-1], narrator.step.hypotheses[narrator.cost]
        )
        if found is not None and np.size(value) > 1:
            ratio = found / narrator.scale.value(narrator.step.sizes)
            return f"your {name} is {ratio:.6g} times the right one"
    return ""


def _suggested(
    narrator: Narrator, fault: Fault, explanation: Explanation | None, site: Site | None
) -> str:
    if site is None:
        return ""
    if fault.update == "wrong-update-sign":
        return _with_minus(narrator.text.line(site))
    if explanation is None or explanation.edit.text is None or explanation.site != site:
        return ""
    return narrator.edited(explanation.edit, explanation.node, site)


def _evidence(narrator: Narrator, fault: Fault, causes: list[str]) -> str:
    cases = f"{fault.cases} networks" if fault.cases > 1 else "one network"
    if fault.instead_of_m:
        return f"every gradient is m / {fault.instead_of_m} times the right one on {cases}"
    if fault.update:
        return f"the gradient itself is right on {cases}"
    if not fault.explanations:
        return ""
    if len(causes) > 1:
        return f"each of these explains your numbers on {cases}: {', '.join(causes)}"
    right = f"with this edit every gradient behind it is right to rounding on {cases}"
    return f"{right}, and no other cause does that"


def _following(narrator: Narrator, fault: Fault, quantity: str) -> list[Finding]:
    names = [] if fault.update else [n for n in fault.repaired if f"d{n}" != quantity]
    return list(_follow(narrator, names, quantity))


def of_the_rest(narrator: Narrator, outcome: Outcome, told: Sequence[Finding]) -> list[Finding]:
    """The wrong gradients that nothing was said of: those behind a wrong forward pass or cost."""
    first = next((finding.quantity for finding in told), "")
    named = {finding.quantity for finding in told}
    by_update = {name for fault in outcome.faults if fault.update for name in fault.repaired}
    rest = [n for n in outcome.agreement.wrong if f"d{n}" not in named and n not in by_update]
    return list(_follow(narrator, rest, first))


def _follow(narrator: Narrator, names: Iterable[str], quantity: str) -> Iterator[Finding]:
    for name in names:
        parameter = next((p for p in narrator.step.claims if narrator.step.names[p] == name), None)
        if parameter is None:
            continue
        node = narrator.step.claims[parameter].levels[-1].node
        site, via = narrator.where(node)
        yield narrator.pointing(
            site,
            via,
            quantity=f"d{name}",
            status="follows",
            name=narrator.called(node),
            explanation=f"is wrong only because of {quantity}",
            worst=worst_entry(narrator, name),
        )


def _shape(value: Any) -> str:
    return str(np.shape(value)) if np.shape(value) else "one number"


def _with_minus(line: str) -> str:
    for plus, minus in (("+=", "-="), (" + ", " - ")):
        if line.count(plus) == 1:
            return line.replace(plus, minus)
    return ""
