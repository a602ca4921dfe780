"""One wrong line of the backward pass, and what explains it."""

from dataclasses import dataclass, field

from compare.diagnosing.edits.edit import LIKELY, MISSING
from compare.diagnosing.edits.search import Explanation
from compare.diagnosing.repair import Repair

SPECIAL = ("updated-parameters", "stale-state", "wrong-derivative-argument")
"""Of several causes these say most."""

OF_FORM = ("operator-precedence", "wrong-operator")
"""These only say what the line looks like: the slope of another function says more."""


@dataclass
class Fault:
    """One wrong line.

    Attributes
    ----------
    parameter
        The name of the gradient it was found by.
    repaired
        The names of the parameters whose gradients it makes wrong.
    repair
        The wrong value; ``None`` if no single value explains the gradient.
    explanations
        The edits that hold on every case, best first.
    cases
        On how many cases.
    update
        Set if the gradient is right and the update is not: the cause.
    instead_of_m
        Set if the gradients are divided by another size than m: its name.
    instead_of
        Set if the update takes the gradient of another parameter: its name.
    is_doubtful
        Whether something beside it is not understood: another wrong line, or which cost is meant.
    """

    parameter: str
    repaired: tuple[str, ...]
    node: int
    repair: Repair | None = None
    explanations: list[Explanation] = field(default_factory=list)
    cases: int = 1
    update: str = ""
    instead_of_m: str = ""
    instead_of: str = ""
    is_doubtful: bool = False

    @property
    def best(self) -> Explanation | None:
        """The explanation to tell: of the cause that says most."""
        cause = next(iter(self.causes), None)
        return next((e for e in self.explanations if e.edit.cause == cause), None)

    @property
    def is_explained(self) -> bool:
        """Whether an edit of the line itself explains it."""
        if self.update or self.instead_of_m:
            return True
        return any(explanation.edit.tier < LIKELY for explanation in self.explanations)

    @property
    def causes(self) -> list[str]:
        """The causes of the best explanations, each once."""
        if self.update or self.instead_of_m:
            return [self.update or "wrong-sample-count"]
        found = dict.fromkeys(e.edit.cause for e in self.equal)
        named = {e.edit.cause for e in self.equal if _is_named(e)}
        return sorted(found, key=lambda cause: cause not in {*SPECIAL, *named})

    @property
    def equal(self) -> list[Explanation]:
        """The explanations that say equally much: those that only put a value in come after."""
        least = max(min((e.edit.tier for e in self.explanations), default=0), MISSING)
        found = [e for e in self.explanations if e.edit.tier <= least]
        if all(e.edit.cause in OF_FORM for e in found):
            found += [e for e in self.explanations if _is_named(e) and e not in found]
        decided = [e for e in found if e.exchange is not None and e.exchange.blamed != "either"]
        return decided or found


def _is_named(explanation: Explanation) -> bool:
    """Whether the slope that stands there was recognised as that of another function."""
    edit = explanation.edit
    is_slope = edit.cause == "wrong-activation-derivative" and edit.tier == LIKELY
    return is_slope and not edit.words.startswith("is not ")
