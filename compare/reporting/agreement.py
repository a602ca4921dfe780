"""What an agreement is worth: how much was compared, how small an error would have been seen."""

from collections.abc import Iterator, Sequence
from statistics import median

from rich.text import Text

from compare.comparing.report import PairingReport
from compare.reporting.words import count, listed, words

NOT_TESTED = "dropout, mini-batches, optimisers other than gradient descent"
"""What no table has yet."""


def agreement(what: str, parts: Sequence[PairingReport]) -> Iterator[Text]:
    """Say that all agree, and what that rests on."""
    quantities = [quantity for part in parts for quantity in part.trajectory.quantities]
    compared = sum(quantity.elements for quantity in quantities)
    seen = [quantity.smallest_visible for quantity in quantities if quantity.verdict == "agree"]
    used = max(quantity.worst_excess for quantity in quantities)
    alone = sum(len(part.by_torch_only) for part in parts)
    by_torch = f" ({alone} of them by torch only)" if alone else ""
    many = f"{count(len(quantities), 'quantity')}{by_torch}"
    yield words("agree", f"{what}, {many}, {compared:,} entries compared")
    yield Text(f"       largest share of the tolerance used: {used:.2f}")
    if seen:
        yield Text(
            "       smallest error that would have been seen: "
            f"{median(seen):.0e} (median), {max(seen):.0e} (worst quantity)"
        )
    probes = sum(len(part.probes) for part in parts)
    if probes:
        yield Text(f"       on {count(probes, 'probe')} of other sizes and values as well")
    yield Text(f"       not tested: {NOT_TESTED}")


def opinions(part: PairingReport) -> Iterator[Text]:
    """Say what the second opinions confirm."""
    if part.opinions:
        confirmed = sum(opinion.verdict == "confirmed" for opinion in part.opinions)
        yield Text(
            f"       second opinions on the reference: {confirmed} of {len(part.opinions)} "
            "confirmed, by the complex step and a Taylor test"
        )


def not_shown(part: PairingReport) -> Iterator[Text]:
    """Name the known mistakes that these numbers could not have shown."""
    hidden = [f"{each.slip.words} ({each.slip.id})" for each in part.power.hidden]
    if hidden:
        yield Text(
            f"       of {part.power.slips} known mistakes {len(hidden)} could not have shown here: "
            f"{listed(hidden)}"
        )
