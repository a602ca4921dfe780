"""What a formula mentions: letters, layers, functions; they tell which network is meant."""

from dataclasses import dataclass
from functools import cached_property

from compare.formulas.derivative import parts
from compare.formulas.expression import Apply, Binary, Call, Name, Reduce, Series, nodes
from compare.formulas.expression import names as names_of
from compare.formulas.statement import Statement
from compare.formulas.symbol import Symbol, symbol_of

LOWER_DATA = ("x", "y", "z", "a", "yhat")
UPPER_DATA = ("X", "Y", "Z", "A")


@dataclass(frozen=True)
class Mentions:
    """Walks over a formula once."""

    statement: Statement

    @cached_property
    def symbols(self) -> list[Symbol]:
        """Every quantity, those of fractions too."""
        found: list[Symbol] = []
        for side in self.statement.sides:
            for name in names_of(side):
                fraction = parts(name)
                plain = symbol_of(name.partition(".shape")[0])
                found += fraction if fraction else [plain]
        return found

    @cached_property
    def functions(self) -> set[str]:
        """Every function that is called."""
        return {
            node.function
            for side in self.statement.sides
            for node in nodes(side)
            if isinstance(node, Call)
        }

    @cached_property
    def letters(self) -> set[str]:
        """Every letter, without its marks."""
        return {symbol.letter for symbol in self.symbols}

    @cached_property
    def layers(self) -> list[str]:
        """Every layer that is written as one."""
        functions = [name[2:-1] for name in self.functions if name.startswith("g[")]
        return [symbol.layer for symbol in self.symbols if symbol.layer] + functions

    @cached_property
    def numbers(self) -> list[Symbol]:
        """What has a bare number behind it: a layer or a feature."""
        return [symbol for symbol in self.symbols if symbol.number]

    @property
    def sums(self) -> bool:
        """Whether anything is summed."""
        return any(
            isinstance(node, Series | Reduce)
            for side in self.statement.sides
            for node in nodes(side)
        )

    @property
    def of_cost(self) -> bool:
        """Whether it says what the loss or the cost is."""
        left = self.statement.left
        return isinstance(left, Name) and left.id in ("L", "J", "L(i)")

    @property
    def of_features(self) -> bool:
        """Whether a bare number is that of a feature."""
        return any(symbol.letter in ("X", "x") for symbol in self.numbers)

    @property
    def largest_unit(self) -> int:
        """The largest index of a unit that is a number."""
        return max((int(s.unit) for s in self.symbols if s.unit.isdigit()), default=0)

    @property
    def multiplies_matrices(self) -> bool:
        """Whether it has a product that only matrices have, so that it shows the layout."""
        return self.statement.notation == "python" and any(
            isinstance(node, Apply | Binary) and _is_matrix_product(node)
            for side in self.statement.sides
            for node in nodes(side)
        )

    @property
    def over_classes(self) -> bool:
        """Whether the labels are summed over classes."""
        return any(symbol.letter in ("y", "Y") and symbol.unit for symbol in self.symbols)

    @property
    def many_examples(self) -> bool:
        """Whether it must be about all examples at once."""
        upper = any(symbol.letter in UPPER_DATA for symbol in self.symbols)
        return upper or self.sums or "J" in self.letters

    @property
    def one_example(self) -> bool:
        """Whether it can be about one example."""
        return bool(self.letters & {*LOWER_DATA, "L", "w", "b"}) and not self.sums


def _is_matrix_product(node: Apply | Binary) -> bool:
    if isinstance(node, Binary):
        return node.operator == "@"
    return node.operation == "dot"
