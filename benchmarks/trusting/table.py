"""The tables, from the tallies of the experiments."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.trusting.tallies import Tally, quantile, share_above, upper_limit

OURS = "backproof"
Tallies = Mapping[str, Tally]
Row = Sequence[str]
NONE = "-"


def percent(share: float) -> str:
    """Write a share with two significant digits."""
    if share != share:
        return NONE
    return "0" if share == 0 else f"{100 * share:.2g} %" if share < 0.995 else "100 %"


def error(value: float) -> str:
    """Write a relative error; that none is seen, however large, is ``none``."""
    return NONE if value != value else "none" if value >= 1e6 else f"{value:.0e}"


def rate(events: int, trials: int) -> str:
    """Write a rate with its 95 % upper limit."""
    return f"{events:,}/{trials:,} < {percent(upper_limit(events, trials))}" if trials else NONE


def part(events: int, trials: int) -> str:
    """Write how many of how many."""
    return f"{events}/{trials}" if trials else NONE


def aligned(rows: Sequence[Row]) -> list[str]:
    """Put rows under each other; the first column to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def rules(tallies: Tallies) -> list[str]:
    """Name every rule, ours first; those of one number a network last."""
    names = list(tallies["false alarms"]["float64"]["alarms"])
    curves, checks = tallies["cost curves"]["float64"], tallies["gradient checks"]
    return [*names, *curves["alarms"], *checks.get("alarms", {})]


def right_code(tallies: Tallies) -> list[str]:
    """Right networks: who is accused, and what would have been seen, in both precisions."""
    lines = []
    for dtype in ("float64", "float32"):
        rows: list[Row] = [("rule", "accused, 95 % limit", "blind at 1 %", "median", "95th perc.")]
        for rule in rules(tallies):
            counts = _of_right_code(tallies, rule, dtype)
            if counts:
                seen = counts["visible"][rule]
                rows.append(
                    (
                        rule,
                        rate(counts["alarms"][rule], counts["networks"]),
                        percent(share_above(seen, 0.01)),
                        error(quantile(seen, 0.5)),
                        error(quantile(seen, 0.95)),
                    )
                )
        lines += [f"right code, {dtype}", *aligned(rows), "", *_remarks(tallies, dtype), ""]
    return lines


def _of_right_code(tallies: Tallies, rule: str, dtype: str) -> Tally:
    """Find the tally that counts a rule; none if it is not for this precision."""
    everywhere, curves = tallies["false alarms"][dtype], tallies["cost curves"].get(dtype, {})
    for counts in (everywhere, curves):
        if rule in counts.get("alarms", {}):
            return dict(counts)
    checks = tallies["gradient checks"]
    return dict(checks) if dtype == "float64" and rule in checks.get("alarms", {}) else {}


def _remarks(tallies: Tallies, dtype: str) -> list[str]:
    counts = tallies["false alarms"][dtype]
    verdicts = counts["verdicts"]
    others = ", ".join(f"{n:,} {verdict}" for verdict, n in sorted(verdicts.items()))
    candidates = ", ".join(f"{n:,} {name}" for name, n in counts["candidates"].items())
    lines = [
        f"candidates: {candidates}",
        f"our verdicts on {counts['tensors']:,} quantities: {others}",
        f"networks with a quantity that is not comparable: {counts['not comparable']:,}; "
        f"left out, the reference not finite: {counts.get('reference not finite', 0):,}",
        f"networks on which right code is called less accurate: {counts['excused']:,}",
        f"largest share of a tolerance that right code used: {counts['largest']['share']:.2f}",
        f"gradients not all zero: {counts['gradients']:,}; we would miss 1 % in "
        f"{counts['hidden']:,}, and say so of {counts['hidden, and said so']:,}",
    ]
    accused = [
        f"accused: network {index}, {candidate}, {name}, excess {excess:.2g}"
        for index, _, candidate, name, excess in counts["accused"][:20]
    ]
    return lines + accused


def wrong_code(tallies: Tallies) -> list[str]:
    """Wrong derivations: who sees them, and who names the right quantity first."""
    slips, random = tallies["slips"], tallies["random slips"]["cases"]
    consistent, equivalents = tallies["consistent"], tallies["equivalents"]
    rows: list[Row] = [
        ("rule", "slips seen", "named first", "on random nets", "named first", "consistent",
         "equivalents accused")
    ]  # fmt: skip  # a heading a column
    one_number = {name: tallies[name] for name in ("one number", "one number, consistent")}
    for rule in rules(tallies):
        if rule in equivalents["alarms"]:
            rows.append(
                (
                    rule,
                    part(slips["seen"].get(rule, 0), slips["shown"]),
                    _named(slips["cases"], rule),
                    part(random["seen"].get(rule, 0), random["tried"]),
                    _named(random, rule),
                    part(consistent["seen"].get(rule, 0), consistent["shown"]),
                    part(equivalents["alarms"][rule], equivalents["forms"]),
                )
            )
        else:
            seen = [part(t["seen"].get(rule, 0), t["shown"]) for t in one_number.values()]
            rows.append((rule, seen[0], NONE, NONE, NONE, seen[1], NONE))
    return ["wrong code, float64", *aligned(rows), "", *_missed(tallies), ""]


def _named(counts: Mapping[str, Any], rule: str) -> str:
    """Write how many of the detections name the right quantity first."""
    if rule not in counts["named"]:
        return NONE
    return percent(counts["named"][rule] / counts["seen"][rule])


def _missed(tallies: Tallies) -> list[str]:
    """List what we miss, misname or accuse."""
    slips, random = tallies["slips"], tallies["random slips"]["cases"]
    hidden = slips.get("never shown", [])
    lists = {
        "slips that the battery never shows": hidden,
        "slips that we miss in every case": slips["missed"],
        "consistent slips that we miss": tallies["consistent"]["missed"],
        "cases of the battery in which we miss a slip": slips["cases"]["missed"],
        "cases of the battery in which we name another quantity": slips["cases"]["misnamed"],
        "random networks on which we miss a slip": random["missed"],
        "random networks on which we name another quantity": random["misnamed"],
        "equivalents that we accuse": tallies["equivalents"]["accused"],
    }
    lines = [f"{what}: {_listed(found)}" for what, found in lists.items()]
    forms = tallies["equivalents"]["less accurate"]
    return [*lines, f"equivalents that we call less accurate: {forms}"]


def _listed(found: Sequence[Any], most: int = 12) -> str:
    words = [" ".join(map(str, row)) if isinstance(row, list) else str(row) for row in found]
    more = f", and {len(words) - most} more" if len(words) > most else ""
    return f"{len(words)}" + (f" ({', '.join(words[:most])}{more})" if words else "")


def other_counts(tallies: Tallies) -> list[str]:
    """Pairs of slips, long runs, and how steady a verdict is."""
    pairs, stability = tallies["pairs"], tallies["stability"]
    lines = [
        f"two slips at once: both named, and nobody innocent certain, in "
        f"{part(pairs['right'], pairs['pairs'])}; otherwise: {_listed(pairs['wrong'])}"
    ]
    for dtype, counts in tallies["trajectories"].items():
        lines.append(
            f"teacher-forced runs of right code, {dtype}: {counts['runs']} of 1,000 steps, "
            f"{counts['judged']:,} judged, accused: {_listed(counts['accused'])}, "
            f"largest share of a tolerance {counts['largest']['share']:.2f}"
        )
    changed = ", ".join(f"{name} {n}" for name, n in stability["changed"].items())
    lines.append(
        f"verdicts that change, of {stability['verdicts']:,} on {stability['networks']} networks: "
        f"{changed}; {_listed(stability['which'])}"
    )
    samples = tallies["gradient checks"], tallies["cost curves"]
    considered = [sample["considered"] for sample in samples]
    taken = [samples[0].get("networks", 0), sum(samples[1][d]["networks"] for d in DTYPES)]
    lines.append(
        f"samples: gradcheck on {part(taken[0], considered[0])} networks that are small enough, "
        f"cost curves on {part(taken[1], considered[1])}"
    )
    return lines


DTYPES = ("float64", "float32")


def faults(tallies: Tallies) -> int:
    """Count our false alarms and misses: what the exit code is about."""
    right = sum(tallies["false alarms"][dtype]["alarms"][OURS] for dtype in DTYPES)
    runs = sum(counts["alarms"] for counts in tallies["trajectories"].values())
    missed = len(tallies["slips"]["missed"]) + len(tallies["consistent"]["missed"])
    return int(right + runs + missed + tallies["equivalents"]["alarms"][OURS])


def render(tallies: Tallies) -> str:
    """Write all tables."""
    lines = [*right_code(tallies), *wrong_code(tallies), *other_counts(tallies)]
    return "\n".join(lines)
