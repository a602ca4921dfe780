"""A page on a cause code for a terminal: its Markdown without the marks."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from compare.explaining.pages import Page

LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
MARKED = re.compile(r"`[^`]+`")
WIDEST = 96
"""Prose is not broader than this, however broad the terminal."""


def page_text(page: Page, console: Console) -> str:
    """Render one page."""
    with console.capture() as capture:
        console.print(Text.assemble((page.code, "bold"), ": ", page.title), soft_wrap=True)
        for line in _lines(page.text, min(console.width, WIDEST)):
            console.print(line, soft_wrap=True)
    return capture.get()


def list_text(pages: Sequence[Page], console: Console) -> str:
    """Render the list of all codes."""
    width = max(len(page.code) for page in pages)
    with console.capture() as capture:
        for page in pages:
            line = Text.assemble((f"{page.code:{width}s}", "bold"), "  ", page.title)
            console.print(line, soft_wrap=True)
        console.print("\n`backproof explain CODE` says more", soft_wrap=True)
    return capture.get()


def _lines(markdown: str, width: int) -> Iterator[Text]:
    """Walk over the lines: code as it is, indented; headings bold; prose broken anew."""
    for block in re.split(r"\n{2,}", markdown):
        yield Text()
        if block.startswith("```"):
            yield from map(_code_line, block.splitlines()[1:-1])
        elif block.startswith("## "):
            yield Text(block.removeprefix("## "), "bold")
        else:
            for item in re.split(r"\n(?=- )", block):
                for line in wrap(LINK.sub(r"\1", " ".join(item.split())), width):
                    prose = Text(line)
                    prose.highlight_regex(MARKED, "cyan")
                    yield prose


def _code_line(line: str) -> Text:
    colour = {"# wrong": "red", "# right": "green"}.get(line, "")
    return Text(f"    {line}".rstrip(), colour)
