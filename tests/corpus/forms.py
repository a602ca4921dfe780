"""A script of the corpus in the other forms people publish: a notebook, a Markdown post."""

import json
import re
from dataclasses import replace
from itertools import accumulate

from tests.corpus.corpus import Case

TOP_LEVEL = re.compile(r"\n\n+(?=[A-Za-z#@])")


def pieces(text: str) -> list[tuple[int, str]]:
    """Split a script before every paragraph at column 0; each piece with the line it starts on."""
    parts = TOP_LEVEL.split(text.rstrip("\n"))
    gaps = [match.group().count("\n") for match in TOP_LEVEL.finditer(text.rstrip("\n"))]
    heights = [part.count("\n") + gap for part, gap in zip(parts, gaps, strict=False)]
    return list(zip(accumulate(heights, initial=1), parts, strict=True))


def as_notebook(case: Case) -> Case:
    """Return the same code in cells, each after a Markdown cell; magics come first."""
    cells = [_markdown_cell(f"# {case.family}"), _code_cell("%matplotlib inline\n!pwd")]
    places = {}
    for start, piece in pieces(case.text):
        cells += [_markdown_cell("and now:"), _code_cell(piece)]
        places |= {start + i: (len(cells) - 1, i + 1) for i in range(piece.count("\n") + 1)}
    metadata = {"language_info": {"name": "python"}}
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    cell, line = places[case.line] if case.line else (None, None)
    return replace(
        case,
        name=case.name.replace(".py", ".ipynb"),
        text=json.dumps(book, indent=1),
        line=line,
        cell=cell,
        fair_lines=tuple(places[line] for _, line in case.fair_lines),
    )


def as_markdown(case: Case) -> Case:
    """Return the same code in fences, the second of three without a tag, prose between them."""
    lines = [f"# {case.family}", "", "Let us look at the code.", ""]
    places = {}
    for number, (start, piece) in enumerate(pieces(case.text)):
        untagged = number % 3 == 1 and "def " in piece
        lines += ["```" if untagged else "```python"]
        places |= {start + i: len(lines) + 1 + i for i in range(piece.count("\n") + 1)}
        lines += [*piece.split("\n"), "```", "", "As you can see, nothing special.", ""]
    return replace(
        case,
        name=case.name.replace(".py", ".md"),
        text="\n".join(lines),
        line=places[case.line] if case.line else None,
        fair_lines=tuple((None, places[line]) for _, line in case.fair_lines if line),
    )


def _markdown_cell(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": [text]}


def _code_cell(text: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }
