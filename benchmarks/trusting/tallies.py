"""Counting: tallies that add up, histograms of small numbers, and limits of rates.

A tally is plain data, a mapping of names to numbers, to lists or to tallies; it is what a line of
the results file holds.  Two are added name by name: numbers are added, lists joined, and of what
stands under ``largest`` the larger is kept.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

Tally = dict[str, Any]

BINS = 20
"""Bins a decade in a histogram of logarithms."""


def add(total: Tally, more: Mapping[str, Any], *, largest: bool = False) -> Tally:
    """Add a tally to another, in place."""
    for name, value in more.items():
        if isinstance(value, Mapping):
            add(total.setdefault(name, {}), value, largest=largest or name == "largest")
        elif name not in total:
            total[name] = list(value) if isinstance(value, list) else value
        elif largest:
            total[name] = max(total[name], value)
        else:
            total[name] += value
    return total


def histogram(values: Iterable[float]) -> Tally:
    """Count positive numbers by their logarithm; what is infinite by itself."""
    counts: Tally = {}
    for value in values:
        label = (
            "inf" if math.isinf(value) else str(math.ceil(BINS * math.log10(max(value, 1e-300))))
        )
        counts[label] = counts.get(label, 0) + 1
    return counts


def _bin(label: str) -> float:
    return math.inf if label == "inf" else int(label) / BINS


def quantile(counts: Mapping[str, int], share: float) -> float:
    """Give the upper end of the bin that the quantile is in; NaN of nothing."""
    below, wanted = 0, share * sum(counts.values())
    for label in sorted(counts, key=_bin):
        below += counts[label]
        if below >= wanted:
            return 10 ** _bin(label)
    return math.nan


def share_above(counts: Mapping[str, int], limit: float) -> float:
    """Give the share of the numbers above a power of ten."""
    above = sum(n for label, n in counts.items() if _bin(label) > math.log10(limit) + 1e-9)
    return above / sum(counts.values()) if counts else math.nan


def upper_limit(events: int, trials: int, confidence: float = 0.95) -> float:
    """Bound a rate from above (Clopper and Pearson, one side); with no event it is about 3 / n."""
    if events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(events, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(events: int, trials: int, rate: float) -> float:
    """Give the probability of so many events or fewer."""
    log_rate, log_rest = math.log(rate), math.log1p(-rate)
    logarithms = [
        math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
        + k * log_rate + (trials - k) * log_rest
        for k in range(events + 1)
    ]  # fmt: skip  # the coefficient, the powers
    top = max(logarithms)
    return math.exp(top) * sum(math.exp(value - top) for value in logarithms)
