"""Why a person's own data did not show what a probe shows."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from compare.quantities.model import Model


def why_hidden(probe: str, model: Model, case: Mapping[str, Any], trace: Mapping[str, Any]) -> str:
    """Name the first property of the own case that explains it, checked on that very case."""
    sizes = {axis: n for axis, n in sorted(model.sizes(case).items(), key=_order) if axis != "1"}
    if sizes.get("m") == 1:
        return "there is one example"
    reasons = {
        "square": _no_two_equal(sizes),
        "primes": _some_equal(sizes),
        "zeros": _no_exact_zero(trace),
        "saturated": _nothing_saturated(model, trace),
        "one": f"there are {sizes.get('m')} examples" if sizes.get("m", 1) > 1 else "",
    }
    others = ", ".join(f"{axis} = {n}" for axis, n in sizes.items())
    return (
        reasons.get(probe) or _poor(model, case) or f"their sizes and values are others: {others}"
    )


def _order(item: tuple[str, int]) -> tuple[bool, bool, str]:
    """Sort n_x, n_1, ..., and the numbers of examples last."""
    axis, _ = item
    return axis.startswith("m"), axis != "n_x", axis


def _no_two_equal(sizes: Mapping[str, int]) -> str:
    return "" if len({*sizes.values()}) < len(sizes) else "no two sizes are equal"


def _some_equal(sizes: Mapping[str, int]) -> str:
    pairs = [f"{a} = {b} = {n}" for (a, n), (b, k) in combinations(sizes.items(), 2) if n == k]
    return ", ".join(pairs[:2])


def _no_exact_zero(trace: Mapping[str, Any]) -> str:
    Z = [np.asarray(value) for name, value in trace.items() if name.startswith("Z")]
    return "" if any((z == 0).any() for z in Z) else "no pre-activation is exactly 0"


def _nothing_saturated(model: Model, trace: Mapping[str, Any]) -> str:
    Z = (model.output or "").replace("A", "Z")
    return f"the largest |{Z}| is {np.abs(trace[Z]).max():.2g}" if Z in trace else ""


def _poor(model: Model, case: Mapping[str, Any]) -> str:
    """Say what makes data poor whatever the probe."""
    if "Y" in case and np.ptp(case["Y"]) == 0:
        return "all labels are equal"
    flat = [name for name in model.parameters if np.size(case[name]) > 1 and not np.ptp(case[name])]
    return f"{flat[0]} starts with equal entries" if flat else ""
