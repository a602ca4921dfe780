"""CSV files: a header line, then one example a row, its label last."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from compare.datasets.dataset import Reading
from compare.datasets.reading import checked
from compare.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


def read_csv(path: Path, *, soft_labels: bool) -> Reading:
    """Read the table of ``path``."""
    cells = _cells(path)
    names = _names(cells, where=path.name)
    rows = cells.iloc[1:].dropna(how="all")  # a line without a cell is no example
    if rows.empty:
        raise UsageError(f"{path.name}: a header line and no example: nothing to check")
    table = _numbers(rows, names, where=path.name)
    X, Y = table[:, :-1].T, table[:, -1:].T
    reading = checked((X, Y), None, where=path.name, layout="columns", soft_labels=soft_labels)
    return replace(reading, notes=_on_header(names) + reading.notes)


def _cells(path: Path) -> "pd.DataFrame":
    """Return the text of every cell; row k is line k + 1 of the file."""
    import pandas as pd

    try:
        return pd.read_csv(path, header=None, dtype=str, skip_blank_lines=False)
    except pd.errors.EmptyDataError as error:
        raise UsageError(f"{path.name}: line 1 is empty; it must name the columns") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name}: not a text file in UTF-8 ({error.reason})") from error
    except pd.errors.ParserError as error:
        raise UsageError(f"{path.name}: {_ragged(str(error))}") from error


def _ragged(complaint: str) -> str:
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", complaint)
    if found is None:
        return f"not a CSV file ({complaint.strip()})"
    header, line, cells = found.groups()
    return f"line {line} has {cells} cells, the header {header}; each row needs one a column"


def _names(cells: "pd.DataFrame", *, where: str) -> list[str]:
    names = [str(name) for name in cells.iloc[0].fillna("")]
    if len(names) < 2:
        raise UsageError(
            f"{where}: one column only ({names[0]}); features and then the label are needed, "
            "with commas between them"
        )
    if "" in names:
        raise UsageError(
            f"{where}: column {names.index('') + 1} has no name in line 1; name every column "
            "(a table's row numbers are no feature: leave them out)"
        )
    return names


def _on_header(names: list[str]) -> tuple[str, ...]:
    numbered = names == [str(k) for k in range(len(names))]
    if numbered or not all(_is_number(name) for name in names):
        return ()
    return ("line 1 holds numbers only, yet it was read as the header, not as an example",)


def _numbers(rows: "pd.DataFrame", names: list[str], *, where: str) -> npt.NDArray[np.float64]:
    text = rows.to_numpy(dtype=object)
    try:
        table: npt.NDArray[np.float64] = text.astype(np.float64)
    except ValueError:
        k, column = next(index for index, cell in np.ndenumerate(text) if not _is_number(cell))
        raise UsageError(
            f"{where}: line {rows.index[k] + 1}, column {names[column]!r} "
            f"is {text[k, column]!r}; a number is needed"
        ) from None
    bad = ~np.isfinite(table)
    if bad.any():
        k, column = (int(axis) for axis in np.unravel_index(np.argmax(bad), bad.shape))
        cell = "missing" if np.isnan(table[k, column]) else str(table[k, column])
        raise UsageError(
            f"{where}: line {rows.index[k] + 1}, column {names[column]!r} is {cell} "
            f"({np.count_nonzero(bad)} such cells in all); fill them or leave those rows out"
        )
    return table


def _is_number(cell: Any) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
