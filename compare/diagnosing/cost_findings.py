"""A cost in words: a constant that all gradients share, another standard cost, a slip in it."""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.answer import Finding, Verdict
from compare.diagnosing.cost_edits import cost_edits, missing_half
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.reasons import reason_of
from compare.diagnosing.step import Step
from compare.diagnosing.ties import tied
from compare.diagnosing.verdict import Outcome


def convention(outcome: Outcome, narrator: Narrator) -> Finding:
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
    return narrator.pointing(
        site,
        via,
        quantity="cost" if outcome.other_cost else f"d{step.names[last]}",
        status="note",
        name=narrator.called(node),
        cause=cause,
        sure=True,
        explanation=reason_of(outcome),
    )


def strange_cost(
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
        return "convention", [replace(_of_cost(narrator, edits), status="note", sure=False)]
    return "differ", [_of_cost(narrator, edits)]


def _of_cost(narrator: Narrator, edits: Sequence[tuple[int, Edit]]) -> Finding:
    """A cost that is no multiple of a standard one."""
    node = edits[0][0] if edits else int(narrator.step.cost or 0)
    site, via = narrator.where(node)
    causes = list(dict.fromkeys(_cost_cause(edit) for _, edit in edits)) or [
        "cost-gradient-mismatch"
    ]
    return narrator.pointing(
        site,
        via,
        quantity="cost",
        status="certain",
        name=narrator.called(int(narrator.step.cost or 0)),
        cause=causes[0],
        sure=len(causes) == 1 and bool(edits),
        explanation=f"the cost {edits[0][1].words}"
        if edits
        else "the cost is no multiple of a standard one, and these are not its derivatives",
        suggestion=narrator.edited(edits[0][1], node, site) if edits and site is not None else "",
        candidates=tied([(_cost_cause(edit), edit.words) for _, edit in edits], causes),
    )


def _cost_cause(edit: Edit) -> str:
    return {"wrong-activation": "unknown", "cost-gradient-mismatch": "unknown"}.get(
        edit.cause, edit.cause
    )
