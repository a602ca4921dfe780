"""The cases of one branch of the code, diagnosed together."""

from dataclasses import dataclass, replace

import numpy as np

from compare.diagnosing.answer import Diagnosis, Finding, Verdict
from compare.diagnosing.backward_findings import of_fault, of_the_rest
from compare.diagnosing.cases import one_output, same_network, with_mended_activations
from compare.diagnosing.cost_findings import convention, strange_cost, wrong_penalty
from compare.diagnosing.edits.edit import LIKELY, Edit
from compare.diagnosing.faults import uphill_updates
from compare.diagnosing.forward import ForwardFault, wrong_activations
from compare.diagnosing.forward_findings import of_activation, of_forward
from compare.diagnosing.forward_search import forward_edits
from compare.diagnosing.model_of import model_of
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.reasons import not_located, nothing_to_judge, reason_of
from compare.diagnosing.smallest import smallest_case
from compare.diagnosing.step import Step
from compare.diagnosing.structure import structure_of
from compare.diagnosing.texts import SourceText
from compare.diagnosing.unused_bias import forgotten_biases, of_forgotten_bias
from compare.diagnosing.verdict import Outcome, judge_gradients
from compare.recording.graph import Recording

FEW = 2
"""So many different mistakes in a backward pass are less likely than one in the forward pass."""


def of_branch(
    steps: list[Step], text: SourceText, variant: str, small: list[Recording]
) -> Diagnosis:
    """Diagnose one branch; that of an option is wrong only if its wrong line was explained."""
    found = of_cases(steps, text, variant, small)
    if variant and found.verdict == "differ" and not any(f.sure for f in found.findings):
        return Diagnosis(
            "agree", "", notes=[f"the branch {variant} was not understood, so not judged"]
        )
    return found


def of_cases(
    steps: list[Step], text: SourceText, variant: str, small: list[Recording]
) -> Diagnosis:
    """Diagnose the cases of one branch of the code."""
    steps = one_output(same_network(steps))
    if not steps:
        return Diagnosis("no-verdict", "it is written for one output, and was run with several")
    forgotten = forgotten_biases(steps)
    for other in steps if forgotten else ():
        other.leave_out_unused()
    judged = _judged(steps)
    if judged is None:
        return nothing_to_judge(steps)
    outcome = judged.outcome
    narrator = Narrator(text, judged.steps[0], outcome.cost, outcome.scale)
    misnamed = [of_activation(narrator, fault) for fault in judged.misnamed]
    findings = list(misnamed) if judged.is_mended else []
    findings += [of_forgotten_bias(narrator, one) for one in forgotten]
    findings += _wrong_lines(judged, narrator, first=not findings)
    findings = _with_smallest(findings, small, outcome)
    seen = structure_of(steps, outcome, narrator)
    findings = (
        [*seen.findings, *findings] if outcome.verdict != "differ" else findings + seen.findings
    )
    notes: list[str] = []
    verdict: Verdict = "differ" if findings else outcome.verdict
    if outcome.strange_cost and not seen.findings:
        verdict, more = strange_cost(outcome, judged.steps, narrator, notes)
        findings += more
    verdict, reason, findings = _decided(verdict, findings, seen.missing, outcome, narrator)
    if verdict == "differ":
        findings += of_the_rest(narrator, outcome, findings)
    if not judged.is_mended:
        findings += [replace(finding, status="note") for finding in misnamed]
    return Diagnosis(
        verdict,
        reason,
        _merged(findings),
        model_of(steps[0], outcome),
        tuple(dict.fromkeys(_compared(steps[0], outcome))),
        tuple(f"d{name}" for name in seen.missing),
        notes + ([f"in the case {variant}"] if variant and verdict == "differ" else []),
        steps[0].recording.recipe,
    )


def _decided(
    verdict: Verdict,
    findings: list[Finding],
    missing: list[str],
    outcome: Outcome,
    narrator: Narrator,
) -> tuple[Verdict, str, list[Finding]]:
    """The verdict with its reason: none if something was not seen, or no line was found."""
    if missing and verdict in ("agree", "convention"):
        return "no-verdict", f"no gradient of {', '.join(missing)} was found", findings
    if verdict == "convention" and not findings:
        findings = [convention(outcome, narrator)]
    if verdict == "differ" and not _is_located(outcome, findings):
        return "no-verdict", not_located(outcome), []
    if findings and verdict == "differ":
        first = findings[0]
        return verdict, f"{first.name or first.quantity}: {first.explanation}", findings
    return verdict, reason_of(outcome), findings


@dataclass(frozen=True)
class _Judged:
    """The cases of a branch, and what was found of their gradients.

    Attributes
    ----------
    steps
        The cases as they were judged.
    misnamed
        The activations that compute another function than they are called after.
    is_mended
        Whether the gradients do not fit these, so that they were judged with the meant ones.
    """

    steps: list[Step]
    outcome: Outcome
    misnamed: list[ForwardFault]
    is_mended: bool


def _judged(steps: list[Step]) -> _Judged | None:
    """Judge the gradients as they are, and if they do not fit, with the activations meant."""
    misnamed = wrong_activations(steps)
    outcome = judge_gradients(steps)
    fits = outcome is not None and outcome.verdict in ("agree", "convention")
    is_mended = bool(misnamed) and not (fits and _is_finite(steps))
    if is_mended:
        steps = with_mended_activations(steps, misnamed)
        outcome = judge_gradients(steps)
    if outcome is None:
        return None
    return _Judged(steps, _with_updates(outcome, steps), misnamed, is_mended)


def _is_finite(steps: list[Step]) -> bool:
    """Whether the cost that is computed is a number in every case."""
    costs = [step.flow.nodes[step.cost].value for step in steps if step.cost is not None]
    return all(bool(np.all(np.isfinite(cost))) for cost in costs)


def _wrong_lines(judged: _Judged, narrator: Narrator, *, first: bool) -> list[Finding]:
    """The line of the cost or the forward pass that explains it all, or those of the backward."""
    if judged.outcome.verdict == "differ":
        penalty = wrong_penalty(judged.outcome, judged.steps, narrator)
        if penalty:
            return penalty
    forward = _forward(judged.steps, judged.outcome)
    if forward:
        return of_forward(narrator, forward)
    found: list[Finding] = []
    for fault in judged.outcome.faults:
        found += of_fault(narrator, fault, first=first and not found)
    if judged.outcome.is_guessed:
        return [replace(finding, sure=False) for finding in found]
    return found


def _with_smallest(
    findings: list[Finding], small: list[Recording], outcome: Outcome
) -> list[Finding]:
    """The findings with the smallest case on which the first gradient behind each is wrong."""
    if not outcome.faults or not small:
        return findings
    steps = [Step(recording) for recording in small]
    done = []
    faults = iter(outcome.faults)
    for finding in findings:
        if finding.status in ("certain", "suspect") and (fault := next(faults, None)) is not None:
            shown = smallest_case(steps, outcome.cost, outcome.scale, fault.parameter)
            finding = replace(finding, smallest=shown)
        done.append(finding)
    return done


def _with_updates(outcome: Outcome, steps: list[Step]) -> Outcome:
    """The outcome with the updates that go uphill although the gradient is right."""
    if outcome.verdict == "differ":
        return outcome
    faults = uphill_updates(steps, outcome.cost, outcome.scale)
    return replace(outcome, verdict="differ", faults=faults) if faults else outcome


def _forward(steps: list[Step], outcome: Outcome) -> list[tuple[int, Edit]]:
    """The edits of the forward pass that explain more than those of the backward pass."""
    faults = outcome.faults
    if outcome.verdict != "differ" or not faults:
        return []
    explained = all(fault.is_explained for fault in faults)
    if explained and (len(faults) < FEW or len({fault.causes[0] for fault in faults}) == 1):
        return []
    found = forward_edits(steps)
    literal = [pair for pair in found if pair[1].tier < LIKELY]
    if len({edit.cause for _, edit in literal}) > 1:
        return []  # several changes would do: none of them is the explanation
    return literal or ([] if all(fault.explanations for fault in faults) else found)


def _is_located(outcome: Outcome, findings: list[Finding]) -> bool:
    """Whether a wrong line was found: by an edit, or by a value whose replacement helps."""
    if not outcome.faults or any(f.cause not in (None, "unknown") for f in findings[:1]):
        return bool(findings)
    right, judged = len(outcome.agreement.right), len(outcome.agreement.judged)
    if (2 if outcome.own is not None else 4 / 3) * right >= judged:
        return True  # most agree with a standard cost: the network was understood
    first = outcome.faults[0]
    return first.repair is not None and np.size(first.repair.value) > 1


def _compared(step: Step, outcome: Outcome) -> list[str]:
    """The names of what was compared: the replayed forward pass, the cost, the gradients."""
    network = [step.names[n] for n in sorted(step.names) if step.names[n][0] in "ZA"]
    cost = ["cost"] if step.cost is not None else []
    return network + cost + [f"d{name}" for name in outcome.agreement.judged]


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding a line, cause and quantity: a line that runs for each sample is one mistake."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.place, finding.cause, finding.quantity, finding.status == "follows")
        if key not in seen:
            seen[key] = finding
    return list(seen.values())
