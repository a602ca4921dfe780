"""Who is to blame: the equations that are wrong, apart from those that only follow.

certain   differs, though every operand agrees, and its own equation fails (the frontier)
suspect   its own equation fails as well, behind another difference
follows   differs, and is right for the operands it got
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compare.judging.verdict import Judgement, Status
from compare.quantities.model import Model


def blame(judgements: Iterable[Judgement], model: Model) -> tuple[Judgement, ...]:
    """Give every judgement that differs its status."""
    judgements = tuple(judgements)
    different = {j.name for j in judgements if j.verdict == "differ"}
    captured = {j.name for j in judgements if j.verdict != "not-captured"}

    def operands(name: str) -> Iterator[str]:
        """Walk over the captured quantities behind an equation."""
        for operand in model[name].equation.operands:
            if operand in captured:
                yield operand
            elif operand in model.by_name:
                yield from operands(operand)

    def status(judgement: Judgement) -> Status:
        behind = any(operand in different for operand in operands(judgement.name))
        if behind:
            return "suspect" if judgement.locally_wrong else "follows"
        return "certain" if judgement.locally_wrong else "suspect"

    return tuple(replace(j, status=status(j)) if j.name in different else j for j in judgements)
