"""Who is to blame: the equations that are wrong, apart from those that only follow.

certain   differs, though every operand agrees, and its own equation fails (the frontier)
suspect   its own equation fails as well, behind another difference
follows   differs, and is right for the operands it got

An input that the candidate changed in place counts as an operand that differs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compare.judging.verdict import Judgement, Status
from compare.quantities.model import Model


def blame(
    judgements: Iterable[Judgement], model: Model, touched: frozenset[str] = frozenset()
) -> tuple[Judgement, ...]:
    """Give every judgement that differs its status."""
    by_name = {judgement.name: judgement for judgement in judgements}
    return tuple(
        replace(
            judgement, status=_status(judgement, _behind(judgement.name, by_name, model, touched))
        )
        if judgement.verdict == "differ"
        else judgement
        for judgement in by_name.values()
    )


def _behind(
    name: str, by_name: dict[str, Judgement], model: Model, touched: frozenset[str]
) -> list[Judgement | None]:
    """Collect what differs right behind an equation; None stands for an input that was changed."""

    def operands(name: str) -> Iterator[str]:
        for operand in model.operands_of(name):
            missing = operand in by_name and by_name[operand].verdict == "not-captured"
            if missing or (operand in model.by_name and operand not in by_name):
                yield from operands(operand)
            else:
                yield operand

    behind: list[Judgement | None] = []
    for operand in operands(name):
        if operand in touched:
            behind.append(None)
        elif operand in by_name and by_name[operand].verdict == "differ":
            behind.append(by_name[operand])
    return behind


def _status(judgement: Judgement, behind: list[Judgement | None]) -> Status:
    if judgement.flaw == "shared-memory":
        return "certain"  # returning another array's memory is nobody else's doing
    if not behind:
        return "certain" if judgement.locally_wrong else "suspect"
    inherited = {cause.flaw for cause in behind if cause} & {"dtype", "shape"}
    if judgement.flaw in inherited or not judgement.locally_wrong:
        return "follows"
    return "suspect"
