"""Files that hide the judge's own libraries: numpy.py beside somebody's network."""

from pathlib import Path

from compare.errors import UsageError

LIBRARIES = ("numpy", "torch", "pandas", "click", "rich")


def refuse_namesakes(folder: Path) -> None:
    """Refuse to import from a folder where a library's name means something else.

    Raises
    ------
    UsageError
        If there is such a file or package.
    """
    for library in LIBRARIES:
        for found in (folder / f"{library}.py", folder / library / "__init__.py"):
            if found.exists():
                raise UsageError(f"{found} hides the library {library}: rename it")
