"""The tables in a page of words: replaced between two markers, and nowhere else."""

from pathlib import Path

BEGIN, END = "<!-- benchmarks/trust.py writes from here -->", "<!-- to here -->"


class NoMarkersError(ValueError):
    """The page has no place for the tables."""


def write_into(page: Path, tables: str) -> None:
    """Put the tables between the markers of a page."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise NoMarkersError(f"{page} has no lines {BEGIN!r} and {END!r} to write between")
    new = f"{before}{BEGIN}\n```text\n{tables}\n```\n{END}{after}"
    page.write_text(new, encoding="utf-8")
