"""The files of the corpus: right ones as they stand in ``right/``, wrong ones made by an edit.

>>> case = made(VARIANTS[0])
>>> path = case.write(tmp_path)     # then run backproof on it
>>> case.line, case.cell            # where the finding belongs
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.corpus.edits import Edit

RIGHT = Path(__file__).parent / "right"
SUFFIXES = (".py", ".ipynb", ".md")


@dataclass(frozen=True)
class Case:
    """One file and, if it was edited, the place of the edit.

    Attributes
    ----------
    id
        ``family`` or ``family:edit``.
    name
        File name with its suffix.
    line, cell
        From 1 in the file, or in the notebook's cell, counted from 0; None in a right file.
    fair_lines
        Other (cell, line) that may be blamed.
    """

    id: str
    family: str
    name: str
    text: str
    line: int | None = None
    cell: int | None = None
    fair_lines: tuple[tuple[int | None, int], ...] = ()

    def write(self, folder: Path) -> Path:
        """Put the file into ``folder`` and return its path."""
        path = folder / self.name
        path.write_text(self.text, encoding="utf-8")
        return path


@cache
def families() -> tuple[str, ...]:
    """Return the names of all families, one right file each."""
    return tuple(sorted(path.stem for path in RIGHT.iterdir() if path.suffix in SUFFIXES))


@cache
def right(family: str) -> Case:
    """Return the right file of a family."""
    (path,) = (
        RIGHT / (family + suffix) for suffix in SUFFIXES if (RIGHT / (family + suffix)).exists()
    )
    return Case(family, family, path.name, path.read_text(encoding="utf-8"))


def made(edit: Edit) -> Case:
    """Return the family's file with one edit, and where the finding belongs."""
    case = right(edit.family)
    name = f"{edit.family}__{edit.id}{Path(case.name).suffix}".replace("-", "_")
    make = _in_notebook if case.name.endswith(".ipynb") else _in_text
    text, place, fair = make(case.text, edit)
    return Case(f"{edit.family}:{edit.id}", edit.family, name, text, place[1], place[0], fair)


Place = tuple[int | None, int]
Made = tuple[str, Place, tuple[Place, ...]]


def _in_text(text: str, edit: Edit) -> Made:
    edited, line = _replaced(text, edit)
    places = tuple((None, _line_with(edited, part)) for part in getattr(edit, "fair", ()))
    return edited, (None, _line_with(edited, edit.at) if edit.at else line), places


def _in_notebook(text: str, edit: Edit) -> Made:
    notebook = json.loads(text)
    cells = notebook["cells"]
    sources = ["".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in cells]
    (index,) = (i for i, source in enumerate(sources) if edit.old in source)
    sources[index], line = _replaced(sources[index], edit)
    cells[index]["source"] = sources[index].splitlines(keepends=True)

    def place(part: str) -> Place:
        (cell,) = (i for i, source in enumerate(sources) if part in source)
        return cell, _line_with(sources[cell], part)

    fair = tuple(place(part) for part in getattr(edit, "fair", ()))
    at = place(edit.at) if edit.at else (index, line)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", at, fair


def _replaced(text: str, edit: Edit) -> tuple[str, int]:
    """Return the edited text and the first line that it changes, from 1."""
    count = text.count(edit.old)
    if (edit.nth == 0 and count != 1) or edit.nth > count:
        raise ValueError(f"{edit.family}:{edit.id}: {count} times in the file: {edit.old!r}")
    start = -1
    for _ in range(max(edit.nth, 1)):
        start = text.index(edit.old, start + 1)
    edited = text[:start] + edit.new + text[start + len(edit.old) :]
    pairs = zip(text.splitlines(), edited.splitlines(), strict=False)
    return edited, next(i for i, (before, after) in enumerate(pairs, 1) if before != after)


def _line_with(text: str, part: str) -> int:
    lines = [i for i, line in enumerate(text.splitlines(), 1) if part in line]
    if len(lines) != 1:
        raise ValueError(f"on {len(lines)} lines: {part!r}")
    return lines[0]
