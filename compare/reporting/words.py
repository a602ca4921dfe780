"""The words that several parts of the text share."""

from collections.abc import Sequence

from rich.text import Text

from compare.comparing.report import PairingReport
from compare.judging.summary import QuantityReport

STYLES = {"agree": "green", "differ": "bold red", "could-not-run": "bold red"}
SHOWN = 6
"""So many quantities are shown in full, or named, before the rest is counted."""


def style_of(verdict: str) -> str:
    """Colour a verdict; the word says the same."""
    return STYLES.get(verdict, "yellow")


def words(verdict: str, rest: str) -> Text:
    """Begin a line with its verdict."""
    return Text.assemble((f"{verdict:5s}", style_of(verdict)), "  ", rest)


def listed(names: Sequence[str]) -> str:
    """Name some, and count the others."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def count(n: int, noun: str) -> str:
    """Count things."""
    plural = f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s"
    return f"{n} {noun if n == 1 else plural}"


def label(part: PairingReport, quantity: QuantityReport) -> str:
    """Name a quantity, and the start it belongs to where there are several."""
    return f"{quantity.name} from {part.pairing.start}" if part.pairing.start else quantity.name


def short(quantity: QuantityReport) -> str:
    """Say why, and since which step."""
    return f"{quantity.reason} (step {quantity.step})"
