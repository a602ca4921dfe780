"""The pages on the cause codes, as they are installed."""

from dataclasses import dataclass
from importlib.resources import files

CODES = (
    "sign",
    "missing-mean",
    "extra-mean",
    "factor",
    "wrong-sample-count",
    "transpose",
    "wrong-operand",
    "updated-parameters",
    "missing-activation-derivative",
    "wrong-activation-derivative",
    "wrong-derivative-argument",
    "extra-activation-derivative",
    "extra-sum",
    "sum-axis",
    "missing-sum",
    "missing-term",
    "wrong-operator",
    "operator-precedence",
    "wrong-activation",
    "cost-gradient-mismatch",
    "wrong-update-sign",
    "stale-state",
    "shape",
    "inconsistent-mean",
    "approximate",
    "not-runnable",
    "unknown",
)
"""Every code that a finding can carry, those that are alike next to each other."""


@dataclass(frozen=True)
class Page:
    """What there is to say about a code.

    Attributes
    ----------
    title
        In a few words what is wrong.
    text
        The rest of the page, Markdown.
    """

    code: str
    title: str
    text: str


def page_on(code: str) -> Page:
    """Read the page on one of ``CODES``."""
    content = files("compare.explaining").joinpath("causes", f"{code}.md").read_text("utf-8")
    heading, text = content.split("\n", 1)
    return Page(code, heading.removeprefix(f"# {code}: "), text.strip())
