"""The one sentence that a verdict stands on, and that of having none."""

from collections.abc import Sequence

from compare.diagnosing.answer import Diagnosis
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.diagnosing.verdict import WORDS, Outcome


def reason_of(outcome: Outcome) -> str:
    """The sentence that a verdict on gradients stands on."""
    count = len(outcome.agreement.judged)
    gradients = "gradient is" if count == 1 else "gradients are"
    cost = WORDS[outcome.cost]
    if outcome.verdict == "agree" and not outcome.scale.is_one and outcome.cost != "own":
        times = f"{outcome.scale} times the derivative of {cost}"
        return f"all {count} {gradients} {times}; no cost is computed"
    if outcome.verdict == "agree":
        near = ", but for what a small constant in the formula leaves" if outcome.roughly else ""
        return f"all {count} {gradients} the derivative of {cost}{near}"
    if outcome.verdict == "convention" and outcome.other_cost and outcome.own is not None:
        computed = WORDS[outcome.own[0]]
        return f"all {count} {gradients} those of {cost}; the cost it computes is {computed}"
    if outcome.verdict == "convention":
        return f"all {count} {gradients} {outcome.scale} times the derivative of {cost}"
    return f"{len(outcome.agreement.wrong)} of {count} gradients are wrong"


def not_located(outcome: Outcome) -> str:
    """Gradients differ and no line explains it: perhaps the network was taken for another one."""
    count = len(outcome.agreement.judged)
    return (
        f"{len(outcome.agreement.wrong)} of {count} gradients are not the derivative of "
        f"{WORDS[outcome.cost]}, and no line was found that explains it: what the network computes "
        "was perhaps not understood"
    )


def not_derived(step: Step, text: SourceText) -> Diagnosis:
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


def nothing_to_judge(steps: Sequence[Step]) -> Diagnosis:
    """What a network lacks for a judgement."""
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
