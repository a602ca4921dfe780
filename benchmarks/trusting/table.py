"""The tables, from the tallies."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.trusting.tallies import Tally, quantile, share_above, upper_limit

OURS = "backproof"


def percent(share: float) -> str:
    """Write a share with two significant digits."""
    if share != share:
        return "-"
    return "0" if share == 0 else f"{100 * share:.2g} %" if share < 0.995 else "100 %"


def small(value: float) -> str:
    """Write a small number, or that there is none."""
    return "-" if value != value else "none" if value == float("inf") else f"{value:.0e}"


def rate(events: int, trials: int) -> str:
    """Write a rate with its 95 % upper limit."""
    return f"{events:,} of {trials:,} (< {percent(upper_limit(events, trials))})"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put rows under each other; the first column to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def false_alarms(tally: Mapping[str, Any]) -> list[str]:
    """Right code: who is accused, and what would have been seen."""
    lines = []
    for dtype, counts in tally.items():
        lines += [
            f"{dtype}: {counts['networks']:,} networks, {counts['tensors']:,} tensors; "
            f"{counts['not comparable']:,} networks with a tensor not comparable, "
            f"{counts.get('reference not finite', 0):,} left out, whose reference is not finite",
        ]
        rows: list[Sequence[str]] = [
            ("rule", "right networks accused", "blind at 1 %", "median visible", "95th percentile")
        ]
        for rule, alarms in counts["alarms"].items():
            seen = counts["visible"][rule]
            rows.append(
                (
                    rule,
                    rate(alarms, counts["networks"]),
                    percent(share_above(seen, 0.01)),
                    small(quantile(seen, 0.5)),
                    small(quantile(seen, 0.95)),
                )
            )
        lines += [*aligned(rows), ""]
    return lines


def render(tallies: Mapping[str, Tally]) -> list[str]:
    """Write all tables that there are tallies for."""
    lines = []
    if "false alarms" in tallies:
        lines += false_alarms(tallies["false alarms"])
    return lines
