"""Where a cost is written: the statement with the formula, not what only hands it on."""

from compare.diagnosing.step import Step
from compare.recognising.outputs import outputs

HANDING_ON = {
    *("squeeze", "float", "copy", "asarray", "array", "item", "reshape", "float64", "astype"),
    *("ravel", "positive", "round", "around"),
}
"""What gives a number in another form."""


def expression_of(step: Step, node: int) -> int:
    """The value that is handed on as a cost, where it is computed."""
    while (made := step.flow.nodes[node]).op in HANDING_ON:
        inner = [operand for operand in made.operands if operand in step.flow.from_p]
        if len(inner) != 1:
            break
        node = inner[0]
    return node


def formula_of(step: Step, node: int) -> int:
    """What a cost adds up over the predictions, where it is computed."""
    seen = {output.node for output in outputs(step.flow, step.recording.ancestors({node}))}
    while (made := step.flow.nodes[node]).op in {*HANDING_ON, *SCALING}:
        inner = [o for o in made.operands if not step.recording.ancestors({o}).isdisjoint(seen)]
        if len(inner) != 1:
            break
        node = inner[0]
    return node


SCALING = {
    *("sum", "nansum", "mean", "nanmean", "negative", "multiply", "divide", "true_divide"),
    *("add", "subtract"),
}
"""How the values of the examples become one number, and what is added to that."""


def penalty_term(step: Step) -> int | None:
    """The last summand of the cost that is computed from parameters without a prediction."""
    if step.cost is None:
        return None
    recording, nodes = step.recording, step.flow.nodes
    seen = {output.node for output in outputs(step.flow, recording.ancestors({step.cost}))}
    open_nodes, found = [step.cost], []
    while open_nodes:
        node = open_nodes.pop()
        if recording.ancestors({node}).isdisjoint(seen):
            found.append(node)
        elif nodes[node].op in {"add", "subtract", *HANDING_ON}:
            open_nodes += [o for o in nodes[node].operands if o in step.flow.from_p]
    return max(found, default=None)
