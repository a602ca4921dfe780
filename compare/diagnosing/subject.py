"""One network of a file, diagnosed: from its recordings to verdict, findings and model."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from compare.diagnosing.agreement import agreement, kind_of_own_cost
from compare.diagnosing.answer import Finding, InferredModel, Verdict
from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import LIKELY, Edit
from compare.diagnosing.faults import uphill_updates
from compare.diagnosing.findings import Narrator
from compare.diagnosing.forward import (
    ForwardFault,
    cost_edits,
    missing_half,
    with_right_activations,
    wrong_activations,
)
from compare.diagnosing.forward_search import forward_edits
from compare.diagnosing.smallest import smallest_case
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.diagnosing.verdict import WORDS, Outcome, judge_gradients
from compare.recognising.activations import activation_of
from compare.recording.graph import Failure, Recording


@dataclass
class Diagnosis:
    """What is said of one network."""

    verdict: Verdict
    reason: str
    findings: list[Finding] = field(default_factory=list)
    model: InferredModel = field(default_factory=InferredModel)
    compared: tuple[str, ...] = ()
    not_captured: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    recipe: str = ""
    name: str = ""


def diagnose(recordings: Sequence[Recording], text: SourceText) -> Diagnosis:
    """Diagnose one network from the runs of its code."""
    small = [r for r in recordings if r.probe.get("small") and r.failure is None]
    recordings = [r for r in recordings if not r.probe.get("small")]
    ran = [recording for recording in recordings if recording.failure is None]
    failed = [recording for recording in recordings if recording.failure is not None]
    if not ran:
        found = _before_the_crash(failed, text) or _could_not_run(failed, text)
        return _as_differing(found) if failed and failed[0].probe.get("runs_with_one") else found
    steps = [Step(recording) for recording in ran]
    usable = [step for step in steps if step.claims and step.hypotheses]
    if not usable:
        return _nothing_to_judge(steps)
    seen_through = [step for step in usable if not step.not_derived]
    if not seen_through:
        return _not_derived(usable[0], text)
    seen_through = [step for step in seen_through if not step.is_saturated]
    if not seen_through:
        why = "its predictions are so near to 0 and 1 that nothing could be seen"
        return Diagnosis("no-verdict", why, recipe=usable[0].recording.recipe)
    seen_through.sort(key=lambda step: step.examples == 1)  # many examples show more
    groups: dict[str, list[Step]] = {}
    for step in seen_through:
        groups.setdefault(str(step.recording.probe.get("variant", "")), []).append(step)
    answers = [_of_branch(group, text, variant, small) for variant, group in groups.items()]
    worst = min(answers, key=lambda one: ORDER.index(one.verdict))
    if not worst.compared and answers[0].compared:
        worst = answers[0]
    more = [note for one in answers if one is not worst for note in one.notes if "branch" in note]
    worst = replace(worst, notes=[*worst.notes, *more])
    if failed and worst.verdict in ("agree", "convention"):
        crashed = _crashes_elsewhere(failed, worst, text)
        if crashed is not None:
            return crashed
    return worst


FEW = 2
"""So many different mistakes in a backward pass are less likely than one in the forward pass."""


def _as_differing(found: Diagnosis) -> Diagnosis:
    """Code that runs with one example and stops with several is wrong, not only unable to run."""
    if found.verdict != "could-not-run":
        return found
    crashes = [replace(f, cause="shape", sure=False) for f in found.findings]
    reason = f"runs with one example and stops with several: {found.reason}"
    return replace(found, verdict="differ", findings=crashes, reason=reason)


def _before_the_crash(failed: Sequence[Recording], text: SourceText) -> Diagnosis | None:
    """What was wrong before the code stopped; that it was right so far would be no agreement."""
    steps = [Step(recording) for recording in failed]
    usable = [step for step in steps if step.claims and step.hypotheses and not step.not_derived]
    if not usable:
        return None
    found = _of_group(usable[:3], text, "", [])
    if found.verdict != "differ":
        return None
    crash = crash_finding(failed[0].failure, text) if failed[0].failure is not None else None
    more = [replace(crash, status="follows", cause=None)] if crash is not None else []
    return replace(found, findings=[*found.findings, *more])


ORDER = ("differ", "no-verdict", "convention", "agree", "could-not-run")


def _of_branch(
    steps: list[Step], text: SourceText, variant: str, small: list[Recording]
) -> Diagnosis:
    """Diagnose one branch; that of an option is wrong only if the wrong line was found and explained."""
    found = _of_group(steps, text, variant, small)
    if variant and found.verdict == "differ" and not any(f.sure for f in found.findings):
        return Diagnosis(
            "agree", "", notes=[f"the branch {variant} was not understood, so not judged"]
        )
    return found


def _of_group(
    steps: list[Step], text: SourceText, variant: str, small: list[Recording]
) -> Diagnosis:
    """Diagnose the cases of one branch of the code."""
    steps = _one_output(_same_network(steps))
    if not steps:
        return Diagnosis("no-verdict", "it is written for one output, and was run with several")
    faults = wrong_activations(steps)
    judged = steps
    outcome = judge_gradients(judged)
    fits = outcome is not None and outcome.verdict in ("agree", "convention")
    if faults and not fits:
        judged = _better(steps, faults)
        outcome = judge_gradients(judged)
    if outcome is None:
        return _nothing_to_judge(steps)
    outcome = _with_updates(outcome, judged)
    narrator = Narrator(text, judged[0], outcome.cost, outcome.scale)
    forward = _forward(judged, outcome)
    findings = [] if fits else [narrator.of_activation(fault) for fault in faults]
    named = [narrator.of_activation(fault) for fault in faults] if fits else []
    findings += narrator.of_forward(forward)
    for index, fault in enumerate([] if forward else outcome.faults):
        findings += narrator.of_fault(fault, first=index == 0 and not findings)
    findings = _with_smallest(findings, small, outcome)
    notes: list[str] = []
    verdict = outcome.verdict
    reason = _reason(outcome)
    if outcome.strange_cost:
        verdict, more = _strange_cost(outcome, judged, narrator, notes)
        findings += more
    if faults and not fits:
        verdict = "differ"
    missing = _not_compared(steps[0]) + outcome.agreement.blind
    broadcast = [one for one in steps[0].unclaimed if one.changes_shape(steps[0].flow)]
    findings += [narrator.of_broadcast(one) for one in broadcast]
    verdict = "differ" if broadcast else verdict
    missing += [one.name for one in steps[0].unclaimed if one not in broadcast]
    if missing and verdict in ("agree", "convention"):
        verdict, reason = "no-verdict", f"no gradient of {', '.join(missing)} was found"
    if verdict == "convention" and not findings:
        findings.append(_convention(outcome, narrator))
    if verdict == "differ" and not _is_located(outcome, findings):
        verdict, reason = "no-verdict", _not_located(outcome)
        findings = []
    findings += [replace(finding, status="note") for finding in named]
    if findings and verdict == "differ":
        first = next(f for f in findings)
        reason = f"{first.name or first.quantity}: {first.explanation}"
    step = steps[0]
    return Diagnosis(
        verdict,
        reason,
        _merged(findings),
        model_of(step, outcome),
        tuple(dict.fromkeys(_compared(step, outcome))),
        tuple(f"d{name}" for name in missing),
        notes + ([f"in the case {variant}"] if variant and verdict == "differ" else []),
        step.recording.recipe,
    )


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
    return literal or ([] if all(fault.explanations for fault in faults) else found)


def _is_located(outcome: Outcome, findings: list[Finding]) -> bool:
    """Whether a wrong line was found: a value whose replacement makes gradients right, or an edit."""
    if not outcome.faults or any(f.cause not in (None, "unknown") for f in findings[:1]):
        return bool(findings)
    first = outcome.faults[0]
    return first.repair is not None and np.size(first.repair.value) > 1


def _not_located(outcome: Outcome) -> str:
    """Gradients differ and no line explains it: the network may have been taken for another one."""
    count = len(outcome.agreement.judged)
    return (
        f"{len(outcome.agreement.wrong)} of {count} gradients are not the derivative of "
        f"{WORDS[outcome.cost]}, and no line was found that explains it: what the network computes "
        "was perhaps not understood"
    )


def _one_output(steps: list[Step]) -> list[Step]:
    """The cases with one output alone, if the cost is only then a standard one."""
    alone = [step for step in steps if step.sizes["n_y"] == 1]
    if any(step.has_one_bias for step in steps if step.sizes["n_y"] > 1):
        return alone
    if not alone or len(alone) == len(steps):
        return steps
    if kind_of_own_cost(steps) is not None:
        return steps
    return alone if kind_of_own_cost(alone) is not None else steps


def _same_network(steps: list[Step]) -> list[Step]:
    """The cases that have the same parameters as the first one."""
    first = sorted(steps[0].names[p] for p in steps[0].claims)
    return [s for s in steps if sorted(s.names[p] for p in s.claims) == first]


def _better(steps: list[Step], faults: list[ForwardFault]) -> list[Step]:
    """The steps with the activations mended, if that leaves no more wrong gradients than before."""
    mended = [with_right_activations(step, faults) for step in steps]
    whole = [step for step in mended if step is not None and step.claims and step.hypotheses]
    if len(whole) < len(steps):
        return steps
    return whole if _count(whole) >= _count(steps) else steps


def _count(steps: list[Step]) -> int:
    """How many gradients are right for the cost that fits best."""
    common = [h for h in steps[0].hypotheses if all(h in step.hypotheses for step in steps)]
    return max((len(agreement(steps, cost).right) for cost in common), default=0)


def _reason(outcome: Outcome) -> str:
    count = len(outcome.agreement.judged)
    gradients = "gradient is" if count == 1 else "gradients are"
    cost = WORDS[outcome.cost]
    if outcome.verdict == "agree" and not outcome.scale.is_one and outcome.cost != "own":
        return f"all {count} {gradients} {outcome.scale} times the derivative of {cost}; no cost is computed"
    if outcome.verdict == "agree":
        near = ", but for what a small constant in the formula leaves" if outcome.roughly else ""
        return f"all {count} {gradients} the derivative of {cost}{near}"
    if outcome.verdict == "convention" and outcome.other_cost and outcome.own is not None:
        return f"all {count} {gradients} those of {cost}; the cost it computes is {WORDS[outcome.own[0]]}"
    if outcome.verdict == "convention":
        return f"all {count} {gradients} {outcome.scale} times the derivative of {cost}"
    return f"{len(outcome.agreement.wrong)} of {count} gradients are wrong"


def _convention(outcome: Outcome, narrator: Narrator) -> Finding:
    """One finding for a shared constant, or for another standard cost."""
    step = narrator.step
    last = max(step.claims, key=lambda p: step.names[p])
    node = step.claims[last].levels[-1].node
    if outcome.other_cost and step.cost is not None:
        node = step.cost
    site, via = narrator.where(node)
    scale = outcome.scale
    cause = "cost-gradient-mismatch" if outcome.other_cost else "factor"
    if not outcome.other_cost and scale.examples:
        cause = "missing-mean" if scale.examples > 0 else "extra-mean"
    return Finding(
        quantity="cost" if outcome.other_cost else f"d{step.names[last]}",
        status="note",
        name=narrator.called(node),
        place=None if site is None else narrator.text.place(site),
        via=via,
        source="" if site is None else narrator.text.line(site),
        cause=cause,
        sure=True,
        explanation=_reason(outcome),
    )


def _strange_cost(
    outcome: Outcome, steps: list[Step], narrator: Narrator, notes: list[str]
) -> tuple[Verdict, list[Finding]]:
    """The cost computed is no multiple of a standard one: find its slip, or call it unusual."""
    edits = list(missing_half(steps[0])) if outcome.cost == "own" else cost_edits(steps)
    if edits and all(edit.cause == "approximate" for _, edit in edits):
        notes.append("the cost it computes has a small constant in its formula (approximate)")
        return ("agree" if outcome.scale.is_one else "convention"), []
    if not edits and outcome.cost == "own":
        notes.append(
            "the cost it computes is none of the standard ones; its gradients are its derivative"
        )
        return outcome.verdict, []
    if not edits:
        return "convention", [replace(narrator.of_cost(edits), status="note", sure=False)]
    return "differ", [narrator.of_cost(edits)]


def _not_compared(step: Step) -> list[str]:
    """The parameters that the cost depends on and whose gradients were not found."""
    hypothesis = next(iter(step.hypotheses.values()))
    return [
        step.names[p.id]
        for p in step.flow.parameters
        if p.id not in step.claims and np.any(hypothesis.gradients[p.id])
    ]


def _compared(step: Step, outcome: Outcome) -> list[str]:
    """The names of what was compared: the forward pass that was replayed, the cost, the gradients."""
    network = [step.names[n] for n in sorted(step.names) if step.names[n][0] in "ZA"]
    cost = ["cost"] if step.cost is not None else []
    return network + cost + [f"d{name}" for name in outcome.agreement.judged]


def model_of(step: Step, outcome: Outcome) -> InferredModel:
    """The network as the run shows it."""
    if not step.layers or not step.layers[0]:
        return InferredModel(cost=outcome.cost if outcome.cost != "own" else None)
    layers = step.layers[0]
    output = step.outputs[0]
    m = max(1, output.examples)
    dims = [max(1, int(np.size(step.flow.nodes[layers[0].before].value)) // m)]
    activations = []
    for layer in layers:
        Z = np.asarray(step.flow.nodes[layer.Z].value, np.float64)
        A = np.asarray(step.flow.nodes[layer.A].value, np.float64) if layer.A >= 0 else Z
        dims.append(max(1, Z.size // m))
        activations.append(
            (activation_of(Z, A, step.units_axis, 1e-6) if A.shape == Z.shape else None)
            or "unknown"
        )
    cost = outcome.own[0] if outcome.own is not None else outcome.cost
    own = step.hypotheses.get("own")
    l2 = own is not None and bool(Bench(step, own, outcome.scale).decays)
    return InferredModel(
        tuple(dims),
        tuple(activations),
        None if cost == "own" else cost,
        "columns" if output.axis else "rows",
        l2,
    )


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding a line and cause: a line that runs for several layers is one mistake."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.place, finding.cause, finding.status == "follows")
        if key not in seen:
            seen[key] = finding
    return list(seen.values())


def _could_not_run(failed: Sequence[Recording], text: SourceText) -> Diagnosis:
    recording = failed[0] if failed else None
    if recording is None or recording.failure is None:
        return Diagnosis("no-verdict", "nothing was found in it that could be run as a network")
    failure = recording.failure
    return Diagnosis(
        "could-not-run",
        f"{failure.error}: {failure.text}",
        [crash_finding(failure, text)],
        recipe=recording.recipe,
    )


def crash_finding(failure: Failure, text: SourceText) -> Finding:
    theirs = failure.site is not None and text.is_theirs(failure.site)
    return Finding(
        quantity=failure.function or "",
        status="certain",
        place=text.place(failure.site) if theirs and failure.site is not None else None,
        via=tuple(text.place(site) for site in failure.via if text.is_theirs(site)),
        source=text.line(failure.site) if theirs and failure.site is not None else "",
        cause="not-runnable",
        sure=True,
        explanation=f"{failure.error}: {failure.text}",
    )


def _crashes_elsewhere(
    failed: Sequence[Recording], good: Diagnosis, text: SourceText
) -> Diagnosis | None:
    """Code that runs at its own sizes and crashes at others is wrong."""
    for recording in failed:
        if recording.probe.get("own_sizes") or recording.failure is None:
            continue
        if recording.probe.get("well_formed", True) is False:
            continue
        crash = replace(crash_finding(recording.failure, text), cause="shape")
        return replace(good, verdict="differ", findings=[crash],
                       reason=f"runs at some sizes and not at others: {recording.failure.text}")  # fmt: skip
    return None


def _not_derived(step: Step, text: SourceText) -> Diagnosis:
    """Something between the parameters and the prediction is not known here."""
    node = step.not_derived[0]
    site = step.flow.nodes[node].site
    where = f" on line {site.line}" if site is not None and text.is_theirs(site) else ""
    what = step.flow.nodes[node].function or step.flow.nodes[node].op
    return Diagnosis(
        "no-verdict",
        f"the derivative of {what}{where} is not known here",
        recipe=step.recording.recipe,
    )


def _nothing_to_judge(steps: Sequence[Step]) -> Diagnosis:
    step = steps[0]
    if not step.flow.parameters:
        why = "no parameters were found: nothing that an update changes"
    elif not step.claims:
        why = "no gradient and no update was found"
    elif not step.outputs:
        why = "where the prediction meets the labels was not found"
    else:
        why = "no cost was found, and none of the standard ones fits its predictions"
    return Diagnosis("no-verdict", why, recipe=step.recording.recipe)
