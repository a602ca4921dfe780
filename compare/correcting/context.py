"""What the edits of one formula may be made of: slopes of its layers, terms that it may lack."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from compare.formulas.derivative import parts
from compare.formulas.expression import Binary, Call, Expression, Name, Negate, Number, names
from compare.formulas.symbol import Symbol, symbol_of
from compare.meaning.problem import OfFunction, OfNetwork, Problem, target_name
from compare.meaning.reading import UnknownQuantityError, layer_of


@dataclass(frozen=True)
class FormulaContext:
    """Made of one problem: its letters keep the style they are written in."""

    problem: Problem

    @cached_property
    def target(self) -> Symbol:
        """What the left side names."""
        if isinstance(self.problem, OfNetwork):
            return symbol_of(target_name(self.problem.statement))
        return Symbol("")

    @property
    def update(self) -> bool:
        """Whether it is an update."""
        return self.target.derivative == "new_"

    @property
    def backward(self) -> bool:
        """Whether it is about a derivative."""
        if isinstance(self.problem, OfFunction):
            return self.problem.call.prime
        return self.target.derivative.startswith("d")

    @cached_property
    def slopes(self) -> tuple[Expression, ...]:
        """g'(Z) of the layer that the left side is of."""
        if not isinstance(self.problem, OfNetwork) or not self.backward:
            return ()
        if self.target.letter not in ("Z", "z"):
            return ()
        return tuple(self._slopes(self.problem))

    def _slopes(self, problem: OfNetwork) -> Iterator[Expression]:
        setting = problem.group[0]
        try:
            layer = layer_of(self.target, setting.reading, len(setting.activations))
        except UnknownQuantityError:
            return
        g = setting.activations[(layer or len(setting.activations)) - 1]
        Z = Name(replace(self.target, derivative="").id)
        letter = "a" if self.target.letter == "z" else "A"
        A = Name(replace(self.target, derivative="", letter=letter).id)
        if problem.statement.notation == "mathematics":
            mark = self.target.layer or self.target.number
            yield Call(f"g[{mark}]" if mark else "g", Z, prime=True)
            return
        written: dict[str, Expression] = {
            "tanh": Binary("-", Number(1), Binary("**", A, Number(2))),
            "sigmoid": Binary("*", A, Binary("-", Number(1), A)),
            "relu": Binary(">", Z, Number(0)),
        }
        yield written.get(g, Call(g, Z, prime=True))

    @cached_property
    def activation(self) -> tuple[str, ...]:
        """That of the layer, where the left side is an activation."""
        if not isinstance(self.problem, OfNetwork) or self.target.derivative:
            return ()
        if self.target.letter not in ("A", "a", "yhat"):
            return ()
        setting = self.problem.group[0]
        depth = len(setting.activations)
        layer = depth
        if self.target.letter != "yhat":
            try:
                layer = layer_of(self.target, setting.reading, depth) or depth
            except UnknownQuantityError:
                return ()
        return (setting.activations[layer - 1],)

    @cached_property
    def factors(self) -> tuple[Expression, ...]:
        """The derivative by the activation, where that by Z is wanted."""
        if self.target.letter not in ("Z", "z") or not self.backward:
            return ()
        letter = "a" if self.target.letter == "z" else "A"
        return (Name(replace(self.target, letter=letter).id),)

    @cached_property
    def terms(self) -> tuple[Expression, ...]:
        """What may be missing in a sum."""
        return tuple(self._terms())

    def _terms(self) -> Iterator[Expression]:
        yield Number(1)
        target = self.target
        if target.letter in ("Z", "z", "A", "a", "yhat") and not target.derivative:
            layer = replace(target, letter="b", sample="")
            if target.letter == "yhat":
                layer = replace(layer, number="", layer="")
            yield Name(layer.id)
        if self.update:
            yield Name(replace(target, derivative="").id)
        if target.letter in ("J", "L") or target.letter in ("A", "a", "yhat"):
            yield from self._halves()

    def _halves(self) -> Iterator[Expression]:
        """Both terms of the cross-entropy and of its derivative, in the letters of the formula."""
        found = [name for name in names(self.problem.side) if not parts(name)]
        Y = next((Name(name) for name in found if symbol_of(name).letter in ("Y", "y")), None)
        A = next((Name(n) for n in found if symbol_of(n).letter in ("A", "a", "yhat")), None)
        if A is None:
            return
        if Y is None:
            Y = Name("y" if symbol_of(A.id).letter in ("a", "yhat") else "Y")
        one = Number(1)
        rest_Y, rest_A = Binary("-", one, Y), Binary("-", one, A)
        if self.target.derivative:
            yield Binary("/", rest_Y, rest_A)
            yield Negate(Binary("/", Y, A))
            return
        yield Binary("*", Y, Call("log", A))
        yield Binary("*", rest_Y, Call("log", rest_A))
