"""Where the answer of a command goes: text or JSON to standard output, JSON to a file."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from compare.reporting.files import write_text
from compare.reporting.terminal import make_console, write_answer


def give(
    text: Callable[[Console], str],
    document: Callable[[], str],
    *,
    json_file: str | None,
    color: str,
) -> None:
    """Write the text, and the document to its file; ``-`` is the document in place of the text.

    Raises
    ------
    FaultError
        If the file cannot be written; the text stands by then.
    """
    written = None if json_file is None else document()
    if json_file == "-":
        write_answer(str(written))
        return
    write_answer(text(make_console(color)))
    if written is not None:
        write_text(Path(str(json_file)), written)
