"""Second opinions on a reference: is its gradient the derivative of the forward equations.

Two witnesses know neither autograd nor a written derivative.  The complex step gives single entries
to the last digits; the order of the Taylor remainder looks at all entries at once.  They decide
nothing about a candidate.

The tolerance of an entry is that of the test from end to end, in the reference's precision, and
once more in float64 for the complex step: it multiplies the same slopes as the derivative written
by hand, from the other end, and rounds as often.  Its sizes are the witness's own, so that a wrong
reference cannot widen it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from compare.formulas.on_numpy import value_on_numpy
from compare.judging.comparison import Comparison, compare, smallest_visible, worst_entry
from compare.judging.complex_step import AT_LEAST, UNDERFLOW, Forward, sample
from compare.judging.end_to_end import EndToEnd
from compare.judging.taylor import FIRST_ORDER, Direction, Order
from compare.judging.verdict import BLIND_ABOVE, Worst
from compare.quantities.model import Model

Array = NDArray[Any]
Opinion = Literal["confirmed", "refuted", "no-opinion"]

F64 = np.dtype(np.float64)
ON_KINK = "a pre-activation is exactly 0, where the derivative is a convention"


@dataclass(frozen=True)
class SecondOpinion:
    """What the witnesses say about the reference's cost, or about one of its gradients.

    Attributes
    ----------
    name
        ``cost``, ``dW1``, ...; the table's own name if it has nothing to look at.
    reason
        Why it is refuted or there is no opinion; a remark if it is confirmed.
    checked, of
        How many entries the complex step was compared in, of how many.
    share
        The largest share of the tolerance between the reference and the complex step.
    worst
        The entry that uses this share: the reference's value, and the complex step's.
    order
        The order of the Taylor remainder; of the cost there is none.
    """

    name: str
    verdict: Opinion
    reason: str = ""
    checked: int = 0
    of: int = 0
    share: float = 0.0
    worst: Worst | None = None
    order: Order | None = None

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        parts = [f"{self.name}: {self.verdict.replace('-', ' ')}"]
        parts += [self.reason] if self.reason else []
        if self.of:
            percent = 100 * self.checked / self.of
            parts.append(
                f"{self.checked} of {self.of} entries checked ({percent:.3g} %), "
                f"{self.share:.2g} of the tolerance used"
            )
        if self.order:
            value, why = self.order
            parts.append(f"no order: {why}" if value is None else f"order {value:.2f}")
        return "; ".join(parts)


@np.errstate(all="ignore")  # what is not finite has no tolerance, and is said so
def second_opinion(
    model: Model,
    case: Mapping[str, Any],
    reference: Mapping[str, Any],
    dtype: np.dtype[Any],
    seed: int = 0,
    unusable: Mapping[str, str] | None = None,
) -> tuple[SecondOpinion, ...]:
    """Ask the witnesses about the cost and every gradient that a reference returned.

    Parameters
    ----------
    reference
        Arrays of the shapes of the table.
    dtype
        The precision the reference worked in; the witnesses work in float64.
    seed
        Chooses the sample of entries, and the direction of the remainder.
    unusable
        By name: why something else that it returned could not be taken.
    """
    if "cost" not in model.by_name or not model.parameters:
        reason = f"the table of {model.name} has no cost of parameters"
        return (SecondOpinion(model.name, "no-opinion", reason),)
    witness = _Witness(model, case, reference, dtype, np.random.default_rng(seed))
    why = unusable or {}
    return tuple(
        witness.on(name)
        if name in reference
        else SecondOpinion(name, "no-opinion", why.get(name, "not returned"))
        for name in ("cost", *(f"d{V}" for V in model.parameters))
    )


class _Witness:
    """The forward equations of one case, and the tolerances along them."""

    def __init__(
        self,
        model: Model,
        case: Mapping[str, Any],
        reference: Mapping[str, Any],
        dtype: np.dtype[Any],
        rng: np.random.Generator,
    ) -> None:
        self.model, self.dtype, self.rng = model, dtype, rng
        self.forward = Forward(model, case)
        self.sizes = model.sizes(case)
        self.reference = {name: np.asarray(value) for name, value in reference.items()}
        values = {**self.sizes, **case, **self.forward.values}
        for quantity in model:
            if quantity.root is not None:  # as sizes for the tolerance, never as a witness
                values[quantity.name] = value_on_numpy(quantity.equation, values, F64)
        self.theirs = EndToEnd(model, values, self.reference, self.sizes, dtype)
        self.own = EndToEnd(model, values, self.forward.values, self.sizes, F64)

    def on(self, name: str) -> SecondOpinion:
        """Ask about the cost, or about the derivative of it by a parameter."""
        return self._on_cost() if name == "cost" else self._on_gradient(name)

    def _on_cost(self) -> SecondOpinion:
        """Compare the cost itself: a right gradient can stand beside a wrong cost."""
        tolerance = self._tolerance("cost", self.theirs) + self._tolerance("cost", self.own)
        actual = self.reference["cost"].astype(np.float64).reshape(1)
        test = compare(actual, self.forward.values["cost"], tolerance.reshape(1))
        return self._weigh("cost", test, actual, np.zeros(1, bool), np.zeros(1, int))

    def _on_gradient(self, name: str) -> SecondOpinion:
        """Ask both witnesses."""
        parameter = name.removeprefix("d")
        gradient = self.reference[name].astype(np.float64)
        theirs = self._tolerance(name, self.theirs)
        own = self._tolerance(name, self.own) + UNDERFLOW * sum(self.sizes.values())
        entries = self._entries(gradient)
        stepped = [self.forward.derivative(parameter, int(entry)) for entry in entries]
        derivatives, on_kink = (np.array(column) for column in zip(*stepped, strict=True))
        actual = gradient.reshape(-1)[entries]
        test = compare(actual, derivatives, (theirs + own).reshape(-1)[entries])
        opinion = self._weigh(name, test, actual, on_kink, entries)
        if not np.isfinite(gradient).all():
            return opinion
        cost_doubt = 2 * float(self._tolerance("cost", self.own))
        order = Direction(self.forward, parameter, gradient, theirs, cost_doubt, self.rng).order()
        return _with_order(opinion, order)

    def _shape(self, name: str) -> tuple[int, ...]:
        return tuple(self.sizes[axis] for axis in self.model[name].axes)

    def _tolerance(self, name: str, along: EndToEnd) -> Array:
        return along.tolerance(self.model[name], self.model[name].equation)

    def _entries(self, gradient: Array) -> Array:
        """Choose what to check: a sample, but first of all what is not a number."""
        wild = np.flatnonzero(~np.isfinite(gradient))
        if wild.size:
            return wild[:AT_LEAST]
        return sample(
            gradient.size, [self.forward.values[V].size for V in self.model.parameters], self.rng
        )

    def _weigh(
        self, name: str, test: Comparison, actual: Array, on_kink: Array, entries: Array
    ) -> SecondOpinion:
        """Turn a comparison with the complex step into an opinion."""
        conventional = on_kink & (test.share > 1) & np.isfinite(actual)
        counted = replace(test, share=np.where(conventional, 0, test.share))
        worst = worst_entry(actual, counted)
        place = np.unravel_index(entries[worst.index[0]], self._shape(name))
        worst = replace(worst, index=tuple(int(i) for i in place))
        unsettled = int(np.isinf(test.tolerance).sum())
        opinion: Opinion = "no-opinion"
        visible = smallest_visible([[test]], np.abs(test.expected))
        if counted.excess > 1:
            opinion, reason = "refuted", _values(worst)
        elif unsettled:
            reason = f"in {unsettled} entries the complex step or its tolerance is not finite"
        elif conventional.any():
            reason = ON_KINK
        elif BLIND_ABOVE[self.dtype.name] < visible < np.inf:
            reason = f"an error of {visible:.0e} would pass"
        else:
            opinion, reason = "confirmed", ON_KINK if on_kink.any() else ""
        checked, of = len(entries) - unsettled, math.prod(self._shape(name))
        return SecondOpinion(name, opinion, reason, checked, of, counted.excess, worst)


def _values(worst: Worst) -> str:
    entry = f"entry {list(worst.index)} is" if worst.index else "it is"
    return (
        f"{entry} {worst.actual:.8g}, the forward equations say {worst.expected:.8g} "
        f"(within {worst.tolerance:.1e})"
    )


def _with_order(opinion: SecondOpinion, order: Order) -> SecondOpinion:
    """Add the other witness, who sees every entry."""
    opinion = replace(opinion, order=order)
    if order.value is None or order.value >= FIRST_ORDER or opinion.verdict == "refuted":
        return opinion
    reason = "the Taylor remainder of a right gradient has order 2"
    return replace(opinion, verdict="refuted", reason=reason)
