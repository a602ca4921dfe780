"""A wrong line of the forward pass in words, and a step that makes a parameter grow."""

from collections.abc import Sequence

import numpy as np

from compare.diagnosing.answer import Finding
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.forward import ForwardFault
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.ties import tied
from compare.recognising.unclaimed import Unclaimed

IN_THE_FORWARD_PASS = {
    "wrong-activation-derivative": "wrong-activation",
    "cost-gradient-mismatch": "missing-term",
    "extra-mean": "factor",
}
"""What the cause of an edit is called where the line belongs to the forward pass."""


def of_activation(narrator: Narrator, fault: ForwardFault) -> Finding:
    """A function that computes another thing than it is called after."""
    node = fault.edits[0][0] if fault.edits else fault.node
    site, via = narrator.where(node)
    causes = tuple(dict.fromkeys(edit.cause for _, edit in fault.edits))
    return narrator.pointing(
        site,
        via,
        quantity=fault.quantity,
        status="certain",
        name=narrator.called(fault.node),
        cause=fault.cause,
        sure=len(causes) == 1,
        explanation=f"is called after {fault.meant} and computes {fault.does}"
        + (f": it {fault.edits[0][1].words}" if fault.edits else ""),
        suggestion=narrator.edited(fault.edits[0][1], node, site)
        if fault.edits and site is not None
        else "",
        candidates=causes if len(causes) > 1 else (),
    )


def of_forward(narrator: Narrator, edits: Sequence[tuple[int, Edit]]) -> list[Finding]:
    """A line of the forward pass after whose edit every gradient is right."""
    if not edits:
        return []
    least = min(edit.tier for _, edit in edits)
    edits = [(node, edit) for node, edit in edits if edit.tier == least]
    node, edit = edits[0]
    site, via = narrator.where(node)
    causes = tuple(dict.fromkeys(_forward_cause(edit) for _, edit in edits))
    return [
        narrator.pointing(
            site,
            via,
            quantity=_forward_quantity(narrator, node),
            status="certain",
            name=narrator.called(node),
            cause=causes[0],
            sure=False,  # what the forward pass was meant to be is not known
            explanation=edit.words,
            suggestion=narrator.edited(edit, node, site) if site is not None else "",
            evidence="with this edit of the forward pass every gradient is right",
            candidates=tied([(_forward_cause(e), e.words) for _, e in edits], causes),
        )
    ]


def _forward_quantity(narrator: Narrator, node: int) -> str:
    """The Z or A that a value of the forward pass belongs to."""
    behind = narrator.step.recording.depending_on({node})
    for layers in narrator.step.layers[:1]:
        for layer in layers:
            for part in (layer.Z, layer.A):
                if part in behind and part in narrator.step.names:
                    return narrator.step.names[part]
    return ""


def of_broadcast(narrator: Narrator, one: Unclaimed) -> Finding:
    """A step of another shape than its parameter, so that the parameter grows."""
    flow = narrator.step.flow
    node = one.new if one.gradient is None else one.gradient
    site, via = narrator.where(node)
    old, new = (np.shape(flow.nodes[n].value) for n in (one.node, one.new))
    return narrator.pointing(
        site,
        via,
        quantity=f"d{one.name}",
        status="certain",
        name=narrator.called(node),
        cause="shape",
        sure=True,
        explanation=f"has the shape {np.shape(flow.nodes[node].value)}: the step makes {one.name} "
        f"{new} of {old}",
    )


def _forward_cause(edit: Edit) -> str:
    if isinstance(edit.id, tuple) and edit.id[0] == "number":
        return "wrong-activation"
    return IN_THE_FORWARD_PASS.get(edit.cause, edit.cause)
