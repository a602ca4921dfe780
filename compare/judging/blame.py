"""Who is to blame: the equations that are wrong, apart from those that only follow.

certain    differs, though every operand agrees, and its own equation fails (the frontier)
suspect    its own equation fails as well, behind another difference
follows    differs, and is right for the operands it got
reference  differs, is right for its operands, and the reference is not right for its own

An input that the candidate changed in place counts as an operand that differs.  Two equations that
fail by way of the same operand, which was not captured, may have failed for that one's sake: only
the first of them is certain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compare.judging.step import StepJudge
from compare.judging.verdict import Judgement, Status


def blame(
    judgements: Iterable[Judgement], judge: StepJudge, touched: frozenset[str] = frozenset()
) -> tuple[Judgement, ...]:
    """Give every judgement that differs its status."""
    court = _Court({judgement.name: judgement for judgement in judgements}, judge, touched)
    return tuple(
        replace(judgement, status=court.status(judgement))
        if judgement.verdict == "differ"
        else judgement
        for judgement in court.by_name.values()
    )


class _Court:
    """The judgements of a step by name, and the operands that could not be seen so far."""

    def __init__(
        self, by_name: dict[str, Judgement], judge: StepJudge, touched: frozenset[str]
    ) -> None:
        self.by_name, self.judge, self.touched = by_name, judge, touched
        self.doubtful: set[str] = set()

    def status(self, judgement: Judgement) -> Status:
        """Weigh one quantity; the table is gone through in its order."""
        if judgement.flaw == "shared-memory":
            return "certain"  # returning another array's memory is nobody else's doing
        seen, unseen = self._operands(judgement.name)
        behind = [self.by_name.get(name) for name in seen if self._differs(name)]
        if not behind:
            if not judgement.locally_wrong:
                fails = self.judge.reference_fails(judgement.name)
                return "reference" if fails else "suspect"
            shared = not unseen.isdisjoint(self.doubtful)
            self.doubtful |= unseen
            return "suspect" if shared else "certain"
        inherited = {cause.flaw for cause in behind if cause} & {"dtype", "shape"}
        if judgement.flaw in inherited or not judgement.locally_wrong:
            return "follows"
        return "suspect"

    def _differs(self, name: str) -> bool:
        return name in self.touched or (
            name in self.by_name and self.by_name[name].verdict == "differ"
        )

    def _operands(self, name: str) -> tuple[set[str], set[str]]:
        """Collect the operands that were seen, through those that were not; and the latter."""
        seen: set[str] = set()
        unseen: set[str] = set()
        for operand in self._walk(name, unseen):
            seen.add(operand)
        return seen, unseen

    def _walk(self, name: str, unseen: set[str]) -> Iterator[str]:
        model = self.judge.model
        for operand in model.operands_of(name):
            missing = operand in self.by_name and self.by_name[operand].verdict == "not-captured"
            if missing or (operand in model.by_name and operand not in self.by_name):
                unseen.add(operand)
                yield from self._walk(operand, unseen)
            else:
                yield operand
