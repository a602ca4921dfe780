"""A cost in words: a constant that all gradients share, another standard cost, a slip in it."""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.answer import Finding, Place, Verdict
from compare.diagnosing.cost_edits import cost_edits, missing_half, penalty_edits
from compare.diagnosing.cost_places import formula_of, penalty_term
from compare.diagnosing.edits.edit import MISSING, Edit
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.reasons import reason_of
from compare.diagnosing.step import Step
from compare.diagnosing.ties import tied
from compare.diagnosing.verdict import Outcome
from compare.recognising.names import is_cost
from compare.recording.graph import Site


def convention(outcome: Outcome, narrator: Narrator) -> Finding:
    """One finding for a shared constant, or for another standard cost."""
    step = narrator.step
    last = max(step.claims, key=lambda p: step.names[p])
    node = step.claims[last].levels[-1].node
    if outcome.other_cost and step.cost is not None:
        node = formula_of(step, step.cost)
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
    if edits:
        return "differ", [_of_edits(narrator, edits)]
    if outcome.cost == "own":
        notes.append(
            "the cost it computes is none of the standard ones; its gradients are its derivative"
        )
        return outcome.verdict, []
    return "differ", [_mismatch(narrator)]


def wrong_penalty(outcome: Outcome, steps: Sequence[Step], narrator: Narrator) -> list[Finding]:
    """The line of a cost beside gradients that are right for a standard cost and an L2 term."""
    found = penalty_edits(steps, outcome.cost, outcome.scale)
    if found is None:
        return []
    mistake, edits = found
    if edits:
        return [replace(_of_edits(narrator, edits), sure=False)]
    node = penalty_term(narrator.step)
    site, via = _where_named(narrator) if node is None else narrator.where(node)
    return [
        narrator.pointing(
            site,
            via,
            quantity="cost",
            status="certain",
            name=narrator.called(int(narrator.step.cost or 0)),
            cause=mistake.cause,
            explanation=f"the cost {mistake.words}",
        )
    ]


def _of_edits(narrator: Narrator, edits: Sequence[tuple[int, Edit]]) -> Finding:
    """A cost that an edit makes right."""
    least = max(MISSING, min(edit.tier for _, edit in edits))
    edits = [(node, edit) for node, edit in edits if edit.tier <= least]
    edits.sort(key=lambda pair: pair[1].cause != "operator-precedence")  # says most of a cost
    node = edits[0][0]
    site, via = narrator.where(node)
    causes = list(dict.fromkeys(_cost_cause(edit) for _, edit in edits))
    return narrator.pointing(
        site,
        via,
        quantity="cost",
        status="certain",
        name=narrator.called(int(narrator.step.cost or 0)),
        cause=causes[0],
        sure=len(causes) == 1,
        explanation=f"the cost {edits[0][1].words}",
        suggestion=narrator.edited(edits[0][1], node, site) if site is not None else "",
        candidates=tied([(_cost_cause(edit), edit.words) for _, edit in edits], causes),
    )


def _mismatch(narrator: Narrator) -> Finding:
    """A cost that is no multiple of a standard one, and no edit of it known that is."""
    site, via = narrator.where(formula_of(narrator.step, int(narrator.step.cost or 0)))
    return narrator.pointing(
        site,
        via,
        quantity="cost",
        status="certain",
        name=narrator.called(int(narrator.step.cost or 0)),
        cause="cost-gradient-mismatch",
        explanation="the cost is no multiple of a standard one, and these are not its derivatives",
    )


def _where_named(narrator: Narrator) -> tuple[Site | None, tuple[Place, ...]]:
    """Where a number is last called the cost, in the function that first calls it so."""
    cost = int(narrator.step.cost or 0)
    named = [n for n in narrator.step.recording.namings if n.node == cost and is_cost(n.name)]
    sites = [n.site for n in named if n.call == named[0].call and narrator.text.is_theirs(n.site)]
    return (sites[-1], ()) if sites else narrator.where(cost)


def _cost_cause(edit: Edit) -> str:
    """What the cause of an edit is called where the line belongs to the cost."""
    is_power = isinstance(edit.id, tuple) and edit.id[0] == "number"
    if is_power or edit.cause == "wrong-activation":
        return "cost-gradient-mismatch"
    return edit.cause
