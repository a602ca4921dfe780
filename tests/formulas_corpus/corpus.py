"""The tables of formulas: right ones, wrong ones with their cause, hostile ones."""

from pathlib import Path

HERE = Path(__file__).parent


def lines(name):
    """The lines of a table that are no headings."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("# ")]


RIGHT = lines("right.txt")
WRONG = [tuple(line.split(" | ", 1)) for line in lines("wrong.txt")]
HOSTILE = [
    *lines("hostile.txt"),
    "dW = " + "(" * 500 + "A" + ")" * 500,
    "dW = " + "-" * 1500 + "A",
    "dW = " + "A + " * 3000 + "A",
    "dW = " + "A ** " * 300 + "2",
    "dW = " + "A" * 1900,
    "dW = \\frac{" * 60 + "1" + "}{2}" * 60,
    "dW = " + "[" * 60 + "]" * 60,
    "dW = " + "9" * 1000,
    "dW = A\x00B",
    "dW = A\x1b[31m",
    "dW = " + "\\sum_{i=1}^{m} " * 50 + "x^{(i)}",
    "dW = " + "{" * 39,
    "\ud800 = A",
    " ",
    "=" * 100,
]
