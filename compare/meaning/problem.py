"""One side of a formula that is to be right: what can be tried in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Binary, Call, Expression, Name, nodes
from compare.formulas.on_numpy import NumpyAlgebra
from compare.formulas.read import FormulaError
from compare.formulas.shapes import shaped
from compare.formulas.statement import Statement
from compare.meaning.graph import POINTS, look_up, values_at
from compare.meaning.judge import Outcome, Target, compared, same, target_of, told
from compare.meaning.of_functions import candidates, close, value_under
from compare.meaning.of_indices import is_matrix_product
from compare.meaning.of_numbers import equal
from compare.meaning.prepared import bound_twice
from compare.meaning.reading import NoEntryError, UnknownQuantityError
from compare.meaning.readings import Setting
from compare.meaning.world import Array, World


class Problem(Protocol):
    """What a side is tried against."""

    @property
    def statement(self) -> Statement:
        """The formula that it stands in."""

    @property
    def side(self) -> Expression:
        """The side as it is written."""

    def outcome(self, side: Expression) -> Outcome:
        """Try another side."""


@dataclass(frozen=True)
class _OfSide:
    """One side of a formula, by its place in it."""

    statement: Statement
    index: int

    @property
    def side(self) -> Expression:
        """The side as it is written."""
        return self.statement.sides[self.index]


@dataclass(frozen=True)
class OfNetwork(_OfSide):
    """A side against the left one, in every setting of a group."""

    group: Sequence[Setting]

    @cached_property
    def targets(self) -> list[Target]:
        """What the left side is, wherever it is known."""
        found = []
        for setting in self.group:
            try:
                wanted, shape = told(target_of(self.statement), setting)
            except (FormulaError, UnknownQuantityError, NoEntryError):
                continue
            found.append(Target(setting, wanted, shape, list(setting.worlds())))
        return found

    @property
    def world(self) -> World:
        """The first network."""
        return self.targets[0].worlds[0]

    def outcome(self, side: Expression) -> Outcome:
        """Try it; a dot between two columns may be their inner product."""
        found = self._outcome(side, inner=False)
        dotted = any(isinstance(node, Binary) and node.operator == "⋅" for node in nodes(side))
        if dotted and found.verdict != "right":
            again = self._outcome(side, inner=True)
            return again if again.verdict == "right" else found
        return found

    def _outcome(self, side: Expression, *, inner: bool) -> Outcome:
        """Right if it is in every setting where all of it is known, and in one at least."""
        last = Outcome("unknown", "nothing in it is known here")
        for target in self.targets:
            try:
                given, given_shape = told(side, target.setting, inner=inner)
            except UnknownQuantityError as error:
                if last.verdict != "right":
                    last = Outcome("unknown", str(error), self.index)
                continue
            except (FormulaError, NoEntryError) as error:
                return Outcome("misfit", str(error), self.index)
            found = compared(target, given, given_shape)
            if found.verdict not in ("right", "unknown"):
                return found
            if found.verdict == "right" or last.verdict != "right":
                last = found
        return last

    def value(self, side: Expression) -> Array | None:
        """What a side is on the first network; None if it cannot be computed."""
        target = self.targets[0]
        try:
            return told(side, target.setting)[0].value(target.worlds[0])
        except ValueError:
            return None


@dataclass(frozen=True)
class OfFunction(_OfSide):
    """A side against the function that the formula is about."""

    call: Call

    def outcome(self, side: Expression) -> Outcome:
        """Right for one of the functions that may be meant."""
        verdict = Outcome("wrong")
        for function in candidates(self.call):
            try:
                wanted = value_under(self.statement.left, self.call, function)
                if close(wanted, value_under(side, self.call, function)):
                    return Outcome("right", function)
            except FormulaError as error:
                verdict = Outcome("misfit", str(error))
        return verdict


@dataclass(frozen=True)
class OfNumbers(_OfSide):
    """A side of numbers against another one."""

    other: int

    def outcome(self, side: Expression) -> Outcome:
        """Right if both are the same number."""
        try:
            right = equal(self.statement.sides[self.other], side)
        except (FormulaError, ValueError, ArithmeticError):
            return Outcome("misfit")
        return Outcome("right" if right else "wrong")


@dataclass(frozen=True)
class OfIndex(_OfSide):
    """A side that sums over an index which stands on the left."""

    def outcome(self, side: Expression) -> Outcome:
        """Right if no index is bound twice."""
        again = self.statement.with_side(self.index, side)
        wrong = bound_twice(again) or is_matrix_product(again) is False
        return Outcome("wrong" if wrong else "right")


@dataclass(frozen=True)
class OfGraph(_OfSide):
    """A side against a quantity of the computation graph."""

    def outcome(self, side: Expression) -> Outcome:
        """Right if it is at both points."""
        for point in POINTS:
            values = values_at(point)
            algebra = NumpyAlgebra(np.dtype(np.float64))
            try:
                pair = [
                    np.asarray(
                        evaluate(
                            shaped(tree, lambda name: ()).expression,
                            lambda name: look_up(name, values),  # noqa: B023  # used at once
                            algebra,
                        )
                    )
                    for tree in (self.statement.left, side)
                ]
            except UnknownQuantityError as error:
                return Outcome("unknown", str(error), self.index)
            except FormulaError as error:
                return Outcome("misfit", str(error), self.index)
            if not same(*pair):
                return Outcome("wrong", side=self.index)
        return Outcome("right")


def target_name(statement: Statement) -> str:
    """The quantity that a formula is about; empty if its left side is no name."""
    target = target_of(statement)
    return target.id if isinstance(target, Name) else ""
