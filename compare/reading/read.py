"""Read a file of people's code, whatever its format."""

from dataclasses import replace
from pathlib import Path

from compare.reading.decoding import UnreadableError, decode
from compare.reading.markdown import read_markdown
from compare.reading.notebook import read_notebook
from compare.reading.placeholders import placeholders
from compare.reading.python import read_python
from compare.reading.python2 import floor_division, modernise
from compare.reading.source import Kind, Source

MOST_BYTES = 64 * 2**20
"""A notebook may hold pictures; nothing that a person wrote is larger."""
MOST_CODE = 4 * 2**20
"""Characters of a file that is all code."""

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")


def read_source(path: str | Path) -> Source:
    """Read a file by its suffix: ``.ipynb``, Markdown, anything else as Python.

    Raises
    ------
    UnreadableError
        If there is no such file, or it is a folder, empty, too large, no text, no notebook.
    """
    content = _content(Path(path))
    kind = _kind(Path(path))
    text, problems = decode(content, cookie=kind == "python")
    if kind == "python" and text.lstrip().startswith("{") and '"cells"' in text:
        kind = "notebook"
    source = read_text(text, kind, str(path))
    source.problems = [*problems, *source.problems]
    return source


def read_text(text: str, kind: Kind, path: str = "<text>") -> Source:
    """Read a text of a format.

    Raises
    ------
    UnreadableError
        If it is empty, too long, or a notebook that is none.
    """
    if not text.strip():
        raise UnreadableError("the file is empty")
    if kind != "notebook" and len(text) > MOST_CODE:
        raise UnreadableError(
            f"{len(text)} characters are more code than one file of a person holds"
        )
    source = READERS[kind](text, path)
    _look_closer(source)
    return source


READERS = {"python": read_python, "notebook": read_notebook, "markdown": read_markdown}


def _look_closer(source: Source) -> None:
    """Find what parses and is not meant so: names of Python 2, placeholders of a template."""
    for unit in source.units:
        found = modernise(unit.statements)
        found += placeholders(unit.statements, source.lines[unit.cell])
        source.problems += [replace(problem, cell=unit.cell) for problem in found]
    if any("Python 2" in problem.text for problem in source.problems):
        source.problems += floor_division(source.units)
    order = list(source.lines)
    source.problems.sort(key=lambda problem: (order.index(problem.cell), problem.line))


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableError("this is a folder")
        if path.exists() and not path.is_file():
            raise UnreadableError("this is no ordinary file")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(
                f"{path.stat().st_size // 2**20} MiB are too large for a file of code"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None


def _kind(path: Path) -> Kind:
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        return "notebook"
    return "markdown" if suffix in MARKDOWN else "python"
