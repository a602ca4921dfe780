"""A notebook: one unit a cell of code; cells are counted from 0, whatever is in them."""

import json
from dataclasses import replace
from typing import Any

from compare.reading.decoding import UnreadableError
from compare.reading.lines import dedented, published, split
from compare.reading.magics import is_python_cell
from compare.reading.recovery import parse
from compare.reading.source import Source, Unit

PYTHONS = ("python", "python2", "python3", "ipython", "ipython2", "ipython3", "sage", "xpython")


def read_notebook(text: str, path: str) -> Source:
    """Read the cells of code of a notebook, of its third or fourth format.

    Raises
    ------
    UnreadableError
        If it is no JSON, no notebook, or one in another language.
    """
    document = _document(text)
    language = _language(document)
    if language not in PYTHONS:
        raise UnreadableError(f"a notebook in {language}; only Python can be read")
    source = Source(path, "notebook", {}, [])
    for number, cell in enumerate(_cells(document)):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            _read_cell(number, split(_code(cell)), source)
    return source


def _read_cell(number: int, lines: tuple[str, ...], source: Source) -> None:
    source.lines[number] = lines
    first = next((k for k, line in enumerate(lines) if line.strip()), None)
    if first is None or not is_python_cell(lines[first]):
        return
    found = parse(dedented(published(lines)))
    source.units.append(Unit(number, found.statements))
    source.problems += [replace(problem, cell=number) for problem in found.problems]


def _document(text: str) -> dict[str, Any]:
    if not text.strip():
        raise UnreadableError("the file is empty")
    try:
        document = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"this is not a whole notebook: line {error.lineno} of its JSON is broken "
            f"({error.msg}); save it again from Jupyter"
        ) from None
    except RecursionError:
        raise UnreadableError("this is no notebook: its JSON is nested without end") from None
    if not isinstance(document, dict) or not ({"cells", "worksheets"} & set(document)):
        raise UnreadableError('this JSON is no notebook: it has no "cells"')
    return document


def _cells(document: dict[str, Any]) -> list[Any]:
    """The cells in order; the third format keeps them in worksheets."""
    if "cells" in document:
        cells = document["cells"]
    else:
        sheets = document["worksheets"]
        cells = [
            cell
            for sheet in (sheets if isinstance(sheets, list) else [])
            if isinstance(sheet, dict)
            for cell in sheet.get("cells", [])
        ]
    if not isinstance(cells, list):
        raise UnreadableError('this is no notebook: its "cells" are no list')
    return cells


def _code(cell: dict[str, Any]) -> str:
    """The text of a cell: ``source``, in the third format ``input``; one string or many."""
    code = cell.get("source", cell.get("input", ""))
    if isinstance(code, list):
        return "".join(part for part in code if isinstance(part, str))
    return code if isinstance(code, str) else ""


def _language(document: dict[str, Any]) -> str:
    """The language that the notebook names, by default Python."""
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return "python"
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        described = metadata.get(key)
        if isinstance(described, dict) and isinstance(described.get(name), str):
            return str(described[name]).lower()
    return "python"
