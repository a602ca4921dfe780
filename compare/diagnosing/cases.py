"""The cases of one branch that are judged together, and with which activations."""

from compare.diagnosing.agreement import agreement, kind_of_own_cost
from compare.diagnosing.forward import ForwardFault, with_right_activations
from compare.diagnosing.step import Step


def one_output(steps: list[Step]) -> list[Step]:
    """The cases with one output alone, if the cost is only then a standard one."""
    alone = [step for step in steps if step.sizes["n_y"] == 1]
    if any(step.has_one_bias for step in steps if step.sizes["n_y"] > 1):
        return alone
    if not alone or len(alone) == len(steps):
        return steps
    if kind_of_own_cost(steps) is not None:
        return steps
    return alone if kind_of_own_cost(alone) is not None else steps


def same_network(steps: list[Step]) -> list[Step]:
    """The cases that have the same parameters as the first one."""
    first = sorted(steps[0].names[p] for p in steps[0].claims)
    return [s for s in steps if sorted(s.names[p] for p in s.claims) == first]


def with_mended_activations(steps: list[Step], faults: list[ForwardFault]) -> list[Step]:
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
