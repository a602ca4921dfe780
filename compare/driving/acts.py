"""A recipe: the calls, or the statements of the script, that make one training step."""

from dataclasses import dataclass

from compare.driving.definitions import Function
from compare.driving.splitting import Statement


@dataclass(frozen=True)
class Act:
    """One call: of a function, of a method on the object of a class, or of the constructor.

    Attributes
    ----------
    starts
        Whether it is the constructor's.
    """

    function: Function | None
    owner: str = ""
    optional: bool = False
    starts: bool = False

    @property
    def title(self) -> str:
        """As in the answer: ``Network.train``; the name of the class for its constructor."""
        return self.function.title if self.function else self.owner


@dataclass(frozen=True)
class Recipe:
    """A way to one training step.

    Attributes
    ----------
    subject
        The name of the network: the class, or the function that trains.
    acts
        Calls in order.
    statements
        Instead of calls, statements of the script in order.
    """

    subject: str
    acts: tuple[Act, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """In words, for the answer."""
        if self.statements:
            return f"the statements of the script, line {self.statements[-1].node.lineno}"
        return ", ".join(act.title for act in self.acts)

    @property
    def functions(self) -> list[Function]:
        """The functions that are called."""
        return [act.function for act in self.acts if act.function]
